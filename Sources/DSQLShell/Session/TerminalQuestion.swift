import Glibc
import Synchronization

/// Asks the person at the terminal for a line.
struct TerminalQuestion: Sendable {
  let console: Console
  let descriptor: Int32
  let interrupts: Interrupts

  /// Whether the answer can be seen while it is typed.
  enum Echo: Sendable { case shown, hidden }

  /// Writes a question to standard error and reads the answer; nil at the end of the input, when
  /// Ctrl-C was pressed and when the task is cancelled.
  func ask(_ text: String, echo: Echo = .shown) async -> String? {
    let (console, descriptor, interrupts) = (console, descriptor, interrupts)
    let isCancelled = Cancellation()
    let answer = await withTaskCancellationHandler {
      await BlockingThread.run {
        Self.withEcho(echo, on: descriptor) {
          // Who answers at once is not seen either.
          console.tell(text)
          return Self.readLine(descriptor, edits: echo == .hidden) {
            interrupts.wasInterrupted || isCancelled.isSet
          }
        }
      }
    } onCancel: {
      isCancelled.set()
    }
    if isatty(descriptor) == 1, answer == nil || echo == .hidden { console.tell("\n") }
    return answer
  }

  /// Reads to the end of a line.
  ///
  /// - Parameters:
  ///   - descriptor: The terminal.
  ///   - edits: Whether the terminal does not do it: erasing and the end of the input are done here.
  ///   - isGivenUp: Whether nobody waits for the answer.
  /// - Returns: The line; nil at the end of the input.
  private static func readLine(
    _ descriptor: Int32,
    edits: Bool,
    isGivenUp: () -> Bool
  ) -> String? {
    var bytes: [UInt8] = []
    while !isGivenUp() {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // Short waits, since a signal is taken by another thread.
      guard poll(&entry, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
      switch byte {
      case UInt8(ascii: "\n"): return String(decoding: bytes, as: UTF8.self)
      case 0x7F where edits, 0x08 where edits:
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
      case 0x15 where edits: bytes = []
      case 0x04 where edits:
        if bytes.isEmpty { return nil }
      default: bytes.append(byte)
      }
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
    // Line by line the terminal would cut what is longer than its own buffer, as an address may be.
    hidden.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(descriptor, TCSANOW, &hidden)
    defer { tcsetattr(descriptor, TCSANOW, &before) }
    return body()
  }

  /// Whether a task was cancelled, for a thread that is none.
  private final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
  }
}
