import CEditLine
import DSQLTypes
import Glibc

extension LineEditor {
  /// Completes the word at the cursor; answers what libedit is to do then.
  func completeWord() -> UInt8 {
    if hasMoreInput { return insert("\t") }
    guard let info = el_wline(line)?.pointee, let buffer = info.buffer,
      let cursor = info.cursor, let last = info.lastchar
    else { return EditorKeys.normal }
    let text = Self.text(buffer, last - buffer)
    let before = Self.text(buffer, cursor - buffer)
    let offset = before.utf8.count
    let answer = settings.complete(text, offset)
    if answer.candidates.isEmpty { return EditorKeys.normal }
    let word = String(decoding: Array(before.utf8)[answer.start...], as: UTF8.self)
    if answer.candidates.count == 1 {
      tabState = nil
      return replace(word, by: answer.candidates[0] + answer.suffix)
    }
    let common = CompletionAnswer.commonStart(of: answer.candidates)
    if common.count > word.count {
      let rest = String(decoding: Array(text.utf8).dropFirst(offset), as: UTF8.self)
      let start = String(decoding: Array(before.utf8).prefix(answer.start), as: UTF8.self)
      tabState = (start + common + rest, answer.start + common.utf8.count)
      return replace(word, by: common)
    }
    if let state = tabState, state == (text, offset) {
      tabState = nil
      return list(answer.candidates)
    }
    tabState = (text, offset)
    return EditorKeys.normal
  }

  private static func text(_ start: UnsafePointer<wchar_t>, _ count: Int) -> String {
    var scalars = String.UnicodeScalarView()
    for value in UnsafeBufferPointer(start: start, count: count) {
      scalars.append(Unicode.Scalar(UInt32(value)) ?? "\u{FFFD}")
    }
    return String(scalars)
  }

  private func insert(_ text: String) -> UInt8 {
    el_winsertstr(line, text.unicodeScalars.map { wchar_t($0.value) } + [0])
    return EditorKeys.refresh
  }

  private func replace(_ word: String, by text: String) -> UInt8 {
    let count = word.unicodeScalars.count
    if count > 0 { el_deletestr(line, Int32(count)) }
    return insert(text)
  }

  /// Lists what is possible in columns below the line, asking first where it is much.
  private func list(_ candidates: [String]) -> UInt8 {
    fputs("\n", outputFile)
    if candidates.count > 100 {
      fputs("Display all \(candidates.count) possibilities? (y or n) ", outputFile)
      fflush(outputFile)
      let answer = readScalar()
      fputs("\n", outputFile)
      guard answer == "y" || answer == "Y" || answer == " " else { return EditorKeys.redisplay }
    }
    fputs(CompletionAnswer.columns(candidates, width: windowWidth), outputFile)
    fflush(outputFile)
    return EditorKeys.redisplay
  }

  private var windowWidth: Int { TerminalWindow.size(of: settings.output)?.columns ?? 80 }
}
