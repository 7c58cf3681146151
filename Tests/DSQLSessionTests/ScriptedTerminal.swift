import DSQLSession
import Foundation
import Synchronization

/// A person at a terminal, by script.
final class ScriptedTerminal: LoginTerminal {
  let isInteractive: Bool
  private let record = Mutex<[String]>([])
  private let lines: AsyncStream<String>
  private let line: AsyncStream<String>.Continuation
  private let waits: AsyncStream<Void>
  private let wait: AsyncStream<Void>.Continuation

  init(isInteractive: Bool = true, typed: [String] = [], isEnded: Bool = false) {
    self.isInteractive = isInteractive
    (lines, line) = AsyncStream.makeStream()
    (waits, wait) = AsyncStream.makeStream()
    for text in typed { line.yield(text) }
    if isEnded { line.finish() }
  }

  func show(_ line: String) async {
    record.withLock { $0.append(line) }
    if line.hasPrefix("Waiting") { wait.yield() }
  }

  func readHiddenLine(prompt: String?) async throws -> String? {
    if let prompt { record.withLock { $0.append(prompt) } }
    for await line in lines { return line }
    try Task.checkCancellation()
    return nil
  }

  /// Waits until the login waits.
  func untilItWaits() async {
    for await _ in waits { return }
  }

  func type(_ text: String) { line.yield(text) }

  func endInput() { line.finish() }

  /// What was shown and what was asked, in order.
  var shown: [String] { record.withLock { $0 } }

  /// The address that a browser is to open.
  var address: URLComponents? {
    shown.first { $0.contains("/connect/authorize?") }.flatMap(URLComponents.init)
  }

  /// A parameter of that address.
  func parameter(_ name: String) -> String? {
    address?.queryItems?.first { $0.name == name }?.value
  }
}
