import Dispatch
import Glibc

/// Hands signals to a function, on a thread of the dispatch library, until it is cancelled.
///
/// A class because it owns the sources; they are only touched by `init` and `cancel`.
final class SignalWatch {
  private let sources: [any DispatchSourceSignal]
  private let signals: [Int32]

  /// Watches signals; their default action does not happen meanwhile.
  init(_ signals: [Int32], handler: @escaping @Sendable (Int32) -> Void) {
    self.signals = signals
    let queue = DispatchQueue(label: "dsql.signals")
    sources = signals.map { number in
      if number != SIGWINCH { _ = signal(number, SIG_IGN) }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { handler(number) }
      source.resume()
      return source
    }
  }

  /// Stops watching and gives the signals their default action back.
  func cancel() {
    for source in sources { source.cancel() }
    for number in signals { _ = signal(number, SIG_DFL) }
  }
}
