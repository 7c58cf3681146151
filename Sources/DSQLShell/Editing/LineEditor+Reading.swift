import CEditLine
import Glibc

extension LineEditor {
  /// The next character that was typed; nil at the end, and when the process is to end.
  func readScalar() -> Unicode.Scalar? {
    guard let first = readByte() else { return nil }
    let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var bytes = [first]
    while bytes.count < length, let next = readByte() { bytes.append(next) }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
  }

  /// Reads up to the mark that ends pasted text; line breaks become newlines.
  func readPastedText() -> String {
    let end = "\u{1B}[201~".unicodeScalars
    var scalars = String.UnicodeScalarView()
    while !scalars.reversed().starts(with: end.reversed()) {
      guard let scalar = readScalar() else { return "" }
      if scalar != "\0" { scalars.append(scalar) }
    }
    scalars.removeLast(end.count)
    return String(scalars).replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// Whether more input is there already, as with pasted text that is not marked.
  var hasMoreInput: Bool {
    var entry = pollfd(fd: settings.input, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  private func readByte() -> UInt8? {
    while true {
      var entries = [
        pollfd(fd: settings.input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: settings.wakeDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&entries, 2, -1) < 0, errno != EINTR { return nil }
      if entries[1].revents != 0 {
        switch settings.wakeReason() {
        case .redraw:
          el_resize(line)
          _ = dsql_redraw(line)
          continue
        case .interrupt:
          wasInterrupted = true
          return nil
        case .end: return nil
        }
      }
      guard entries[0].revents != 0 else { continue }
      var byte: UInt8 = 0
      let count = read(settings.input, &byte, 1)
      // A Ctrl-D that was typed while the terminal edited lines itself is kept as a zero byte.
      if count == 1 { return byte == 0 ? 4 : byte }
      if count == 0 || (errno != EINTR && errno != EAGAIN) { return nil }
    }
  }
}
