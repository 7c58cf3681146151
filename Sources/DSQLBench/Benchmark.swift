import DSQLRendering

/// One benchmark: a name and what it measures.
struct Benchmark: Sendable {
  let name: String
  let summary: String
  /// Runs it; some give several figures.
  let run: @Sendable () async throws -> [Measurement]

  /// All there are, in the order of the rooms that the data flows through.
  static let all: [Benchmark] = [
    Benchmark(
      name: "render-aligned",
      summary: "1,000,000 x 6 rows from decoded batches as an aligned table"
    ) { await RenderingBenchmark(format: .aligned).run() },
    Benchmark(name: "render-csv", summary: "the same as CSV") {
      await RenderingBenchmark(format: .csv).run()
    },
    Benchmark(name: "render-jsonl", summary: "the same as JSON lines") {
      await RenderingBenchmark(format: .jsonl).run()
    },
    Benchmark(name: "parse", summary: "10,000 mixed statements, one by one") {
      try await ParsingBenchmark(files: ParsingBenchmark.fixtureFiles()).run()
    },
    Benchmark(name: "decode", summary: "pages of records to columns") {
      try await PageDecodingBenchmark().run()
    },
    Benchmark(name: "service", summary: "the embedded service: a million records in and out") {
      try await ServiceBenchmark().run()
    },
    Benchmark(name: "group", summary: "GROUP BY over 1,000,000 rows, against sqlite3") {
      try await LocalQueryBenchmark.grouping.run()
    },
    Benchmark(name: "join", summary: "100,000 x 1,000 rows with a filter, against sqlite3") {
      try await LocalQueryBenchmark.join.run()
    },
  ]
}
