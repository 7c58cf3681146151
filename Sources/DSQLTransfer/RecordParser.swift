/// Cuts the bytes of a CSV or TSV file into records, chunk by chunk.
///
/// CSV is that of RFC 4180: quotes hold delimiters, line breaks and doubled quotes; lines end with
/// LF, CRLF or CR. In TSV a backslash escapes: `\t`, `\n`, `\r`, `\\`, and `\N` is NULL.
///
/// - Source: `shell-conventions.md` §9.
package struct RecordParser: Sendable {
  /// How fields are told apart.
  package enum Dialect: Hashable, Sendable {
    case csv(delimiter: UInt8)
    case tsv(delimiter: UInt8)
  }

  /// One record: its fields and the 1-based line on which it begins.
  package struct Record: Hashable, Sendable {
    /// The bytes of all fields, one after another.
    package var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    package var ends: [Int] = []
    /// Whether each field was quoted; in TSV, whether it is NULL.
    package var marks: [Bool] = []
    package var line = 1

    /// Whether the line of the record was empty.
    package var isBlank: Bool { ends.count == 1 && bytes.isEmpty && !marks[0] }

    /// The bytes of a field.
    package func field(_ index: Int) -> ArraySlice<UInt8> {
      bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
  }

  private enum State: Hashable, Sendable {
    case fieldStart, plain, quoted, quoteInQuoted, escape
  }

  private let delimiter: UInt8
  private let isTSV: Bool
  private var state = State.fieldStart
  private var record = Record()
  private var isQuoted = false
  /// Whether the record has begun, so that a line break ends one.
  private var hasBegun = false
  private var line = 1
  private var quoteLine = 1
  private var skipsLineFeed = false
  /// The bytes of a byte-order mark that may still come.
  private var markBytes: ArraySlice<UInt8> = [0xEF, 0xBB, 0xBF]

  package init(_ dialect: Dialect) {
    switch dialect {
    case .csv(let delimiter): (self.delimiter, isTSV) = (delimiter, false)
    case .tsv(let delimiter): (self.delimiter, isTSV) = (delimiter, true)
    }
  }

  /// Reads a chunk and hands over each record that it completes.
  package mutating func parse(_ chunk: [UInt8], _ take: (Record) throws -> Void) rethrows {
    try chunk.withUnsafeBufferPointer { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if let expected = markBytes.first {
          markBytes = byte == expected ? markBytes.dropFirst() : []
          if byte == expected {
            index += 1
            continue
          }
        }
        if state == .plain || state == .quoted {
          let end = endOfRun(bytes, from: index)
          if end > index {
            record.bytes.append(contentsOf: bytes[index..<end])
            index = end
            skipsLineFeed = false
            continue
          }
        }
        index += 1
        if byte == 0x0A, skipsLineFeed {
          skipsLineFeed = false
          continue
        }
        skipsLineFeed = false
        if step(byte) { try take(finishRecord()) }
      }
    }
  }

  /// Ends the file: hands over the last record if its line break is missing.
  ///
  /// - Parameter take: Takes the record.
  /// - Throws: What `take` throws, and a `TransferError` for a quote that is still open.
  package mutating func finish(_ take: (Record) throws -> Void) throws {
    if state == .quoted {
      throw TransferError(.content, "unterminated quoted field, which begins on line \(quoteLine)")
    }
    if state == .escape { record.bytes.append(UInt8(ascii: "\\")) }
    if hasBegun {
      endField()
      try take(finishRecord())
    }
  }

  /// The end of the bytes from an index that mean themselves.
  @inline(__always)
  private func endOfRun(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    if state == .quoted {
      while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] > 0x0D {
        index += 1
      }
    } else {
      let escape = isTSV ? UInt8(ascii: "\\") : 0x0A
      while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A,
        bytes[index] != 0x0D, bytes[index] != escape
      {
        index += 1
      }
    }
    return index
  }

  /// Takes a byte; answers whether it ended the record.
  private mutating func step(_ byte: UInt8) -> Bool {
    switch state {
    case .quoted:
      if byte == UInt8(ascii: "\"") {
        state = .quoteInQuoted
      } else {
        record.bytes.append(byte)
        if byte == 0x0A { line += 1 }
      }
      return false
    case .quoteInQuoted where byte == UInt8(ascii: "\""):
      record.bytes.append(byte)
      state = .quoted
      return false
    case .escape:
      appendEscaped(byte)
      state = .plain
      return false
    case .fieldStart, .plain, .quoteInQuoted: return stepOutsideQuotes(byte)
    }
  }

  private mutating func stepOutsideQuotes(_ byte: UInt8) -> Bool {
    if byte == delimiter {
      hasBegun = true
      endField()
      return false
    }
    if byte == 0x0A || byte == 0x0D {
      skipsLineFeed = byte == 0x0D
      endField()
      line += 1
      return true
    }
    hasBegun = true
    if byte == UInt8(ascii: "\""), state == .fieldStart, !isTSV {
      (state, isQuoted, quoteLine) = (.quoted, true, line)
    } else if byte == UInt8(ascii: "\\"), isTSV {
      state = .escape
    } else {
      record.bytes.append(byte)
      state = .plain
    }
    return false
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "t"): record.bytes.append(0x09)
    case UInt8(ascii: "n"): record.bytes.append(0x0A)
    case UInt8(ascii: "r"): record.bytes.append(0x0D)
    case UInt8(ascii: "N") where record.bytes.count == (record.ends.last ?? 0): isQuoted = true
    default: record.bytes.append(byte)
    }
  }

  private mutating func endField() {
    record.ends.append(record.bytes.count)
    record.marks.append(isQuoted)
    isQuoted = false
    state = .fieldStart
  }

  private mutating func finishRecord() -> Record {
    let done = record
    record = Record()
    record.line = line
    hasBegun = false
    return done
  }
}
