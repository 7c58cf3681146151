import CSimdJSON
import DSQLAPI
import DSQLTypes

// Columns out of C's buffers: each is copied once.
extension PageDecoder {
  static func column(
    _ index: Int,
    of result: OpaquePointer,
    rows count: Int,
    type: DataType
  ) -> RowColumn {
    let words = copy(csj_page_nulls(result, index), count: (count + 63) / 64)
    let nulls = NullBits(words: words, count: count)
    if let integers = csj_page_integers(result, index) {
      return RowColumn(nulls: nulls, storage: .integers(copy(integers, count: count)))
    }
    if let doubles = csj_page_doubles(result, index) {
      return RowColumn(nulls: nulls, storage: .doubles(copy(doubles, count: count)))
    }
    let offsets = copy(csj_page_offsets(result, index), count: count + 1)
    let bytes = copy(csj_page_bytes(result, index), count: offsets.last.map { Int($0) } ?? 0)
    let ranges = ByteRanges(bytes: bytes, offsets: offsets.isEmpty ? [0] : offsets)
    if case .choices(let domain) = type {
      return RowColumn(nulls: nulls, storage: .bytes(labels(of: ranges, nulls: nulls, in: domain)))
    }
    return RowColumn(nulls: nulls, storage: .bytes(ranges))
  }

  private static func copy<Element>(
    _ start: UnsafePointer<Element>?,
    count: Int
  ) -> [Element] {
    guard let start, count > 0 else { return [] }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// For each row's numbers, `1,3`, the JSON array of their labels in the order of the set.
  private static func labels(
    of numbers: ByteRanges,
    nulls: NullBits,
    in domain: ChoiceDomain
  ) -> ByteRanges {
    var known: [[UInt8]: [UInt8]] = [:]
    var result = ByteRanges()
    for row in 0..<numbers.count {
      if nulls[row] {
        result.append(EmptyCollection())
        continue
      }
      let key = Array(numbers.bytes[numbers.range(row)])
      if let labels = known[key] {
        result.append(labels)
        continue
      }
      let chosen = key.split(separator: UInt8(ascii: ","))
        .compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
        .sorted()
      var json = JSONText()
      json.array(chosen) { $0.string(domain.label(of: $1)) }
      known[key] = json.bytes
      result.append(json.bytes)
    }
    return result
  }
}
