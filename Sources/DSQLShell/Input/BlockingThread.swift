import Foundation

/// Runs what blocks on a thread of its own, so that the cooperative pool stays free.
enum BlockingThread {
  /// Runs a function to its end and answers what it answers.
  static func run<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: body()) }
      thread.stackSize = 1 << 20
      thread.start()
    }
  }
}
