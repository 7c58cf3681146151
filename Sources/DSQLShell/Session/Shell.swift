package import DSQLEngine
import Glibc

/// The shell: reads statements and commands, and shows what comes of them.
package struct Shell: Sendable {
  private let configuration: ShellConfiguration
  private let connect: @Sendable () async throws -> any Engine

  /// A shell that runs once.
  ///
  /// - Parameters:
  ///   - configuration: What to run, how, and where.
  ///   - connect: Makes the engine; called when the first statement or command needs it, in an
  ///     interactive session before the first prompt. It throws `StatementErrors`.
  package init(
    _ configuration: ShellConfiguration,
    connect: @escaping @Sendable () async throws -> any Engine
  ) {
    self.configuration = configuration
    self.connect = connect
  }

  /// Runs everything and answers how the process is to end.
  package func run() async -> ShellEnding {
    let session = ShellSession(configuration, connect: connect)
    let watch = configuration.watchesSignals ? session.watchSignals() : nil
    defer { watch?.cancel() }
    let ending = await session.run()
    session.close()
    return ending
  }
}
