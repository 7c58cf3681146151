import DSQLAPI
import DSQLPlan
import DSQLTypes

/// The rows of a local query's inputs, and what keeps them in motion.
///
/// An input that is reduced by the keys of another is read after it, whatever the order in which
/// the query asks for them.
struct LocalInputs {
  private(set) var streams: [RelationID: RowBatchStream] = [:]
  private(set) var drivers: [any InputDriver] = []
  /// The reads that wait for no other.
  private var readers: [ScanReader] = []

  init(_ inputs: [LocalInput], service: any RecordService, monitor: ExecutionMonitor) {
    var waiting = inputs
    let reductions = Self.reductions(of: inputs)
    var lists: [RelationID: [KeyList]] = [:]
    var sources: [RelationID: KeySource] = [:]
    var places: [RelationID: Int] = [:]
    for input in inputs {
      guard let reduction = reductions[input.scan.relation] else { continue }
      places[input.scan.relation] = lists[reduction.source, default: []].count
      lists[reduction.source, default: []].append(reduction.list)
    }
    while let input = waiting.popFirst(where: { input in
      reductions[input.scan.relation].map { sources[$0.source] != nil } ?? true
    }) {
      let relation = input.scan.relation
      let rows: RowBatchStream
      if let reduction = reductions[relation], let source = sources[reduction.source] {
        let reader = ReducedReader(
          reduction,
          source: source,
          list: places[relation] ?? 0,
          service: service,
          monitor: monitor
        )
        drivers.append(reader)
        rows = reader.stream
      } else if let reader = ScanReader(
        [input.scan],
        service: service,
        monitor: monitor,
        pace: .ahead,
        startsAtOnce: inputs.count > 1
      ) {
        drivers.append(reader)
        readers.append(reader)
        rows = reader.stream
      } else {
        continue
      }
      guard let lists = lists[relation] else {
        streams[relation] = rows
        continue
      }
      let source = KeySource(rows, lists: lists)
      drivers.append(source)
      sources[relation] = source
      streams[relation] = source.stream
    }
  }

  /// Waits until it is known that no first page shows that a part of its query was refused or
  /// ignored.
  ///
  /// The rows of one input may be shown before another is read; then it would be too late to plan
  /// again.
  func verifyFeatures() async throws {
    if readers.count < 2 { return }
    for reader in readers { try await reader.verifyFeature() }
  }

  /// What can be reduced; an input that would wait for itself is not.
  private static func reductions(of inputs: [LocalInput]) -> [RelationID: Reduction] {
    let scans = Dictionary(
      inputs.map { ($0.scan.relation, $0.scan) },
      uniquingKeysWith: { first, _ in first }
    )
    var reductions: [RelationID: Reduction] = [:]
    for input in inputs {
      guard let wanted = input.reduction, let source = scans[wanted.source] else { continue }
      var before: RelationID? = wanted.source
      while let relation = before, relation != input.scan.relation {
        before = reductions[relation]?.source
      }
      if before == nil { reductions[input.scan.relation] = Reduction(input, source: source) }
    }
    return reductions
  }
}

extension Array {
  /// Takes the first element out that meets a condition.
  fileprivate mutating func popFirst(where condition: (Element) -> Bool) -> Element? {
    firstIndex(where: condition).map { remove(at: $0) }
  }
}
