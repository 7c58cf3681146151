import Glibc
import Synchronization

/// Writes to the standard input of a command.
///
/// A class because it owns the pipe and the child, which it waits for when it is closed.
final class CommandOutput: ByteOutput {
  private let pipe: DescriptorOutput
  private let child: Mutex<ChildCommand.Running?>
  /// The status with which the child ended.
  private let ending = Mutex<Int32?>(nil)

  private init(pipe: DescriptorOutput, child: ChildCommand.Running) {
    self.pipe = pipe
    self.child = Mutex(child)
  }

  /// Starts a command that reads what is written.
  static func start(
    _ command: String,
    by runner: ChildCommand
  ) -> Result<CommandOutput, OutputError> {
    let ends: PipeEnds
    switch PipeEnds.make() {
    case .success(let made): ends = made
    case .failure(let error): return .failure(error)
    }
    let (readEnd, writeEnd) = (ends.readEnd, ends.writeEnd)
    let started = runner.start(command, input: readEnd)
    Glibc.close(readEnd)
    switch started {
    case .success(let child):
      return .success(
        CommandOutput(pipe: DescriptorOutput(writeEnd, atEnd: .close), child: child)
      )
    case .failure(let error):
      Glibc.close(writeEnd)
      return .failure(error)
    }
  }

  /// The child's status once it was waited for.
  var status: Int32? { ending.withLock { $0 } }

  func write(_ bytes: [UInt8]) throws(OutputError) { try pipe.write(bytes) }

  func close() {
    pipe.close()
    guard let child = child.withLock({ $0.take() }) else { return }
    let status = child.wait()
    ending.withLock { $0 = status }
  }
}
