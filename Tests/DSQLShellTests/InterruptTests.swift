import DSQLShell
import Glibc
import Synchronization
import Testing

@Suite("What signals lead to")
struct InterruptTests {
  @Test("A signal cancels what runs, and only then")
  func cancels() {
    let interrupts = Interrupts()
    let count = Mutex(0)
    #expect(interrupts.receive(SIGINT, endsProcess: false) == .idle)
    interrupts.begin { count.withLock { $0 += 1 } }
    #expect(!interrupts.wasInterrupted)
    #expect(interrupts.receive(SIGINT, endsProcess: false) == .cancelled)
    #expect(interrupts.wasInterrupted)
    interrupts.end()
    #expect(interrupts.receive(SIGINT, endsProcess: false) == .idle)
    #expect(count.withLock { $0 } == 1)
    #expect(interrupts.ending == nil)
  }

  @Test("A signal that ends the process also stops what begins later")
  func ends() {
    let interrupts = Interrupts()
    let isCancelled = Mutex(false)
    _ = interrupts.receive(SIGTERM, endsProcess: true)
    interrupts.begin { isCancelled.withLock { $0 = true } }
    #expect(isCancelled.withLock { $0 })
    #expect(interrupts.ending == SIGTERM)
  }

  @Test("While a pager has the terminal, Ctrl-C is its own")
  func ignores() {
    let interrupts = Interrupts()
    let isCancelled = Mutex(false)
    interrupts.begin { isCancelled.withLock { $0 = true } }
    interrupts.ignore()
    _ = interrupts.receive(SIGINT, endsProcess: true)
    #expect(!isCancelled.withLock { $0 })
    interrupts.heed()
    _ = interrupts.receive(SIGINT, endsProcess: true)
    #expect(isCancelled.withLock { $0 })
  }

  @Test("The status of an ending")
  func statuses() {
    #expect(ShellEnding.status(3).status == 3)
    #expect(ShellEnding.signal(SIGINT).status == 130)
    #expect(ShellEnding.signal(SIGPIPE).status == 141)
  }
}
