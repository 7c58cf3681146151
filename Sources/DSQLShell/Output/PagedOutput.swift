import Synchronization

/// Holds output back until it is longer than the window, then hands it to a pager.
///
/// A class because it owns the pager's process; a lock guards its state.
final class PagedOutput: ByteOutput {
  private enum State {
    case holding([UInt8], lines: Int)
    case paging(CommandOutput)
    /// No pager could be started, or all is over.
    case direct
  }

  private let state: Mutex<State>
  private let output: any ByteOutput
  private let command: String
  private let runner: ChildCommand
  private let lineLimit: Int
  private let interrupts: Interrupts

  init(
    _ output: any ByteOutput,
    command: String,
    runner: ChildCommand,
    lineLimit: Int,
    interrupts: Interrupts
  ) {
    self.output = output
    self.command = command
    self.runner = runner
    self.lineLimit = lineLimit
    self.interrupts = interrupts
    state = Mutex(.holding([], lines: 0))
  }

  func write(_ bytes: [UInt8]) throws(OutputError) {
    let next = state.withLock { state -> (any ByteOutput, [UInt8])? in
      switch state {
      case .paging(let pager): return (pager, bytes)
      case .direct: return (output, bytes)
      case .holding(let held, let lines):
        let all = held + bytes
        let count = lines + bytes.count { $0 == UInt8(ascii: "\n") }
        guard count > lineLimit else {
          state = .holding(all, lines: count)
          return nil
        }
        guard case .success(let pager) = CommandOutput.start(command, by: runner) else {
          state = .direct
          return (output, all)
        }
        interrupts.ignore()
        state = .paging(pager)
        return (pager, all)
      }
    }
    if let (target, bytes) = next { try target.write(bytes) }
  }

  func close() {
    let last = state.withLock { state in
      let last = state
      state = .direct
      return last
    }
    switch last {
    case .holding(let held, lines: _): try? output.write(held)
    case .paging(let pager):
      pager.close()
      interrupts.heed()
    case .direct: break
    }
  }
}
