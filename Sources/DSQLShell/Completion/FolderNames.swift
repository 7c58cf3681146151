import Foundation

/// The names in a folder, for completion.
enum FolderNames {
  /// The names, those of folders with a slash at their end; none where it cannot be read.
  static func names(in folder: String, from directory: String) -> [String] {
    let base = folder.hasPrefix("/") ? folder : "\(directory)/\(folder)"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: base) else { return [] }
    return names.map { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: "\(base)/\(name)", isDirectory: &isFolder)
      return isFolder.boolValue ? name + "/" : name
    }
  }
}
