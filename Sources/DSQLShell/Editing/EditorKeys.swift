import CEditLine
import Glibc

/// The keys that dsql binds, and the functions that C calls for them.
enum EditorKeys {
  /// Binds the keys; what the user binds in `.editrc` comes later and wins.
  static func bind(_ line: OpaquePointer) {
    _ = dsql_set_prompt(line, promptFunction)
    _ = dsql_set_read_function(line, readFunction)
    _ = dsql_add_function(line, "dsql-interrupt", "Drop the line", interruptFunction)
    _ = dsql_add_function(line, "dsql-end", "Delete a character, or leave", endFunction)
    _ = dsql_add_function(line, "dsql-paste", "Insert pasted text", pasteFunction)
    _ = dsql_add_function(line, "dsql-complete", "Complete a word", completeFunction)
    _ = dsql_add_function(line, "dsql-suspend", "Suspend dsql", suspendFunction)
    for (keys, function) in [
      ("^C", "dsql-interrupt"), ("^D", "dsql-end"), ("\\e[200~", "dsql-paste"),
      ("^I", "dsql-complete"), ("^Z", "dsql-suspend"), ("^R", "em-inc-search-prev"),
    ] {
      _ = dsql_bind(line, keys, function)
    }
  }

  /// The editor that libedit's handle belongs to.
  static func editor(of line: OpaquePointer?) -> LineEditor? {
    guard let line, let data = dsql_client_data(line) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(data).takeUnretainedValue()
  }

  static let normal = UInt8(CC_NORM)
  static let refresh = UInt8(CC_REFRESH)
  static let redisplay = UInt8(CC_REDISPLAY)
  static let endOfFile = UInt8(CC_EOF)
}

private nonisolated func promptFunction(_ line: OpaquePointer?) -> UnsafeMutablePointer<CChar>? {
  EditorKeys.editor(of: line)?.prompt
}

private nonisolated func readFunction(
  _ line: OpaquePointer?,
  _ character: UnsafeMutablePointer<wchar_t>?
) -> Int32 {
  guard let editor = EditorKeys.editor(of: line), let character else { return 0 }
  guard let scalar = editor.readScalar() else { return 0 }
  character.pointee = wchar_t(scalar.value)
  return 1
}

private nonisolated func interruptFunction(_ line: OpaquePointer?, _ key: Int32) -> UInt8 {
  EditorKeys.editor(of: line)?.wasInterrupted = true
  return EditorKeys.endOfFile
}

private nonisolated func endFunction(_ line: OpaquePointer?, _ key: Int32) -> UInt8 {
  guard let info = el_wline(line)?.pointee, info.cursor < info.lastchar else {
    return EditorKeys.endOfFile
  }
  el_cursor(line, 1)
  el_deletestr(line, 1)
  return EditorKeys.refresh
}

private nonisolated func pasteFunction(_ line: OpaquePointer?, _ key: Int32) -> UInt8 {
  guard let editor = EditorKeys.editor(of: line) else { return EditorKeys.normal }
  let text = editor.readPastedText()
  el_winsertstr(line, text.unicodeScalars.map { wchar_t($0.value) } + [0])
  return EditorKeys.refresh
}

private nonisolated func completeFunction(_ line: OpaquePointer?, _ key: Int32) -> UInt8 {
  EditorKeys.editor(of: line)?.completeWord() ?? EditorKeys.normal
}

private nonisolated func suspendFunction(_ line: OpaquePointer?, _ key: Int32) -> UInt8 {
  guard let editor = EditorKeys.editor(of: line), let line else { return EditorKeys.normal }
  editor.switchPasteMarks(on: false)
  _ = dsql_prepare_terminal(line, 0)
  kill(0, SIGTSTP)
  // The signal to the group may reach another thread; this one must not go on before the stop.
  pthread_kill(pthread_self(), SIGTSTP)
  _ = dsql_prepare_terminal(line, 1)
  editor.switchPasteMarks(on: true)
  return EditorKeys.redisplay
}
