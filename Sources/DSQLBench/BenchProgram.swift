import Foundation

/// Runs the benchmarks of what lives in one process.
///
/// `DSQLBench` runs them all, `DSQLBench NAME…` those whose names begin so, `DSQLBench --list` tells
/// what there is, and `DSQLBench --print FORMAT` writes the rows that the benchmarks are about to
/// standard output, for other programs to load or to be timed against. `DSQLBench --parse FILE…`
/// parses the statements of other files than the tests'.
@main
struct BenchProgram {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "--list": list()
      case "--print": try SalePrinter(arguments: Array(arguments.dropFirst())).run()
      case "--parse": try await parse(Array(arguments.dropFirst()))
      case let option? where option.hasPrefix("-"): throw BenchFault("no option \"\(option)\"")
      default: try await run(arguments)
      }
    } catch {
      FileHandle.standardError.write(Data("DSQLBench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func list() {
    for benchmark in Benchmark.all {
      print(benchmark.name.padding(toLength: 24, withPad: " ", startingAt: 0), benchmark.summary)
    }
  }

  private static func parse(_ files: [String]) async throws {
    print(Measurement.heading)
    for measurement in try await ParsingBenchmark(files: files).run() { print("\(measurement)") }
  }

  private static func run(_ names: [String]) async throws {
    let chosen = Benchmark.all.filter { benchmark in
      names.isEmpty || names.contains { benchmark.name.hasPrefix($0) }
    }
    if chosen.isEmpty { throw BenchFault("no benchmark of that name; --list tells them") }
    print(Measurement.heading)
    for benchmark in chosen {
      for measurement in try await benchmark.run() { print("\(measurement)") }
    }
  }
}
