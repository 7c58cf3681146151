/// What `with (…)` says of a `\copy`.
package struct CopyOptions: Hashable, Sendable {
  package var format: TransferFormat?
  /// Whether the first record names the columns.
  package var hasHeader = true
  /// One byte; nil leaves it to the format.
  package var delimiter: UInt8?
  /// What stands for NULL; nil leaves it to the format.
  package var nullText: String?

  package init() {}

  /// Sets an option by its name.
  mutating func set(_ name: String, to value: String?) throws(TransferError) {
    switch name.lowercased() {
    case "format":
      guard let value, let format = TransferFormat(rawValue: value.lowercased()) else {
        let names = TransferFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw TransferError(
          .command,
          "\\copy format \"\(value ?? "")\" is not known",
          hint: "Formats are \(names)."
        )
      }
      self.format = format
    case "header": hasHeader = try flag(name, value)
    case "delimiter":
      let text = value == "\\t" ? "\t" : value ?? ""
      guard text.utf8.count == 1, let byte = text.utf8.first,
        byte != UInt8(ascii: "\""), byte != 0x0A, byte != 0x0D
      else {
        throw TransferError(
          .command,
          "\\copy delimiter must be one single-byte character other than quote and line break"
        )
      }
      delimiter = byte
    case "null": nullText = value ?? ""
    default:
      if value == nil, let format = TransferFormat(rawValue: name.lowercased()) {
        self.format = format
        return
      }
      throw TransferError(
        .command,
        "\\copy option \"\(name)\" is not known",
        hint: "Options are format, header, delimiter and null."
      )
    }
  }

  private func flag(_ name: String, _ value: String?) throws(TransferError) -> Bool {
    switch value?.lowercased() {
    case nil, "true", "on", "yes", "1", "match": return true
    case "false", "off", "no", "0": return false
    case let value?:
      throw TransferError(.command, "\\copy option \"\(name)\" takes a Boolean, not \"\(value)\"")
    }
  }
}
