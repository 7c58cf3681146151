import Dispatch
import Glibc

/// Runs something when Ctrl-C is pressed, in place of ending the process at once.
struct InterruptWatch {
  private let source: any DispatchSourceSignal

  init(_ act: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler(handler: act)
    source.activate()
  }

  /// Lets Ctrl-C end the process again.
  func end() {
    source.cancel()
    signal(SIGINT, SIG_DFL)
  }
}
