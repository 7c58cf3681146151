import Glibc

/// Asks the person at the terminal for a line.
struct TerminalQuestion: Sendable {
  let console: Console
  let descriptor: Int32
  let interrupts: Interrupts

  /// Whether the answer can be seen while it is typed.
  enum Echo: Sendable { case shown, hidden }

  /// Writes a question to standard error and reads the answer; nil at the end of the input and
  /// when Ctrl-C was pressed.
  func ask(_ text: String, echo: Echo = .shown) async -> String? {
    console.tell(text)
    let (descriptor, interrupts) = (descriptor, interrupts)
    let answer = await BlockingThread.run {
      Self.withEcho(echo, on: descriptor) { Self.readLine(descriptor, interrupts) }
    }
    if answer == nil || echo == .hidden { console.tell("\n") }
    return answer
  }

  private static func readLine(_ descriptor: Int32, _ interrupts: Interrupts) -> String? {
    var bytes: [UInt8] = []
    while !interrupts.wasInterrupted, !Task.isCancelled {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Short waits, since a signal is taken by another thread.
      guard poll(&entry, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
    return nil
  }

  private static func withEcho(
    _ echo: Echo,
    on descriptor: Int32,
    _ body: () -> String?
  ) -> String? {
    var before = termios()
    guard echo == .hidden, tcgetattr(descriptor, &before) == 0 else { return body() }
    var hidden = before
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(descriptor, TCSANOW, &hidden)
    defer { tcsetattr(descriptor, TCSANOW, &before) }
    return body()
  }
}
