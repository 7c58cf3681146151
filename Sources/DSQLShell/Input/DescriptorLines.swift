import Glibc

/// The lines of a file, a pipe or a terminal, read as they come.
///
/// A class because it owns the descriptor and what was read ahead.
final class DescriptorLines: LineSource {
  private let descriptor: Int32
  private let ending: Ending
  private let wake: WakePipe?
  private let interrupts: Interrupts?
  private let showPrompt: (String) -> Void
  private var buffer: [UInt8] = []
  private var start = 0
  /// Up to where `buffer` was searched for a line break.
  private var searched = 0
  private var isAtEnd = false
  /// Lines that were taken.
  private var count = 0

  /// What happens to the descriptor at the end.
  enum Ending { case leaveOpen, close }

  /// Reads from a descriptor.
  ///
  /// - Parameters:
  ///   - descriptor: It is open.
  ///   - ending: What becomes of it.
  ///   - wake: Ends a wait, for instance when Ctrl-C was pressed.
  ///   - interrupts: Tells whether it was.
  ///   - showPrompt: Shows a prompt where a person types.
  init(
    _ descriptor: Int32,
    atEnd ending: Ending,
    wake: WakePipe? = nil,
    interrupts: Interrupts? = nil,
    showPrompt: @escaping (String) -> Void = { _ in }
  ) {
    self.descriptor = descriptor
    self.ending = ending
    self.wake = wake
    self.interrupts = interrupts
    self.showPrompt = showPrompt
  }

  deinit {
    if ending == .close { close(descriptor) }
  }

  /// Opens a file; answers the system's reason where it cannot.
  static func file(_ path: String) -> Result<DescriptorLines, OutputError> {
    // A folder can be opened like a file, and only reading it would fail.
    let folder = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    if folder >= 0 {
      close(folder)
      return .failure(.failed(SystemReason.text(EISDIR)))
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(.failed(SystemReason.text(errno))) }
    return .success(DescriptorLines(descriptor, atEnd: .close))
  }

  func next(prompt: String) async -> LineEvent {
    showPrompt(prompt)
    while true {
      if let line = takeLine() { return line }
      if isAtEnd { return takeRest() }
      switch await readMore() {
      case .bytes(let bytes): buffer += bytes
      case .end: isAtEnd = true
      case .woken:
        if interrupts?.ending != nil { return .end }
        guard interrupts?.wasInterrupted == true else { continue }
        buffer.removeAll()
        (start, searched) = (0, 0)
        return .interrupted
      case .failed(let reason): return .failed(reason)
      }
    }
  }

  private func takeLine() -> LineEvent? {
    guard let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = buffer.count
      return nil
    }
    let last = end > start && buffer[end - 1] == 0x0D ? end - 1 : end
    let line = line(buffer[start..<last])
    start = end + 1
    searched = start
    if start > 1 << 16 {
      buffer.removeFirst(start)
      (start, searched) = (0, 0)
    }
    return line
  }

  private func takeRest() -> LineEvent {
    let rest = buffer[start...]
    let event = rest.isEmpty ? .end : line(rest)
    buffer.removeAll()
    (start, searched) = (0, 0)
    return event
  }

  /// A line, unless its bytes are no text: to guess at them would write something else than was meant.
  private func line(_ bytes: ArraySlice<UInt8>) -> LineEvent {
    count += 1
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      return .failed("line \(count) is not text in UTF-8")
    }
    return .line(text)
  }

  private enum Piece: Sendable {
    case bytes([UInt8])
    case end
    case woken
    case failed(String)
  }

  private func readMore() async -> Piece {
    let descriptor = descriptor
    let wakeEnd = wake?.readEnd ?? -1
    if Self.isReady(descriptor) { return Self.read(descriptor) }
    let piece = await BlockingThread.run { Self.waitAndRead(descriptor, wakeEnd: wakeEnd) }
    if case .woken = piece { wake?.drain() }
    return piece
  }

  private static func isReady(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0
  }

  private static func waitAndRead(_ descriptor: Int32, wakeEnd: Int32) -> Piece {
    while true {
      var entries = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&entries, 2, -1) < 0, errno != EINTR {
        return .failed(SystemReason.text(errno))
      }
      if entries[1].revents != 0 { return .woken }
      if entries[0].revents != 0 { return read(descriptor) }
    }
  }

  private static func read(_ descriptor: Int32) -> Piece {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count > 0 { return .bytes(Array(chunk[..<count])) }
      if count == 0 { return .end }
      if errno == EAGAIN {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, -1)
      } else if errno != EINTR {
        return .failed(SystemReason.text(errno))
      }
    }
  }
}
