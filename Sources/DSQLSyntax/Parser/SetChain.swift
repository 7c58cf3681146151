import DSQLDiagnostics

/// `UNION ALL core`, a part of a chain of set operations.
struct SetLink {
  let `operator`: SetOperator
  let quantifier: SetQuantifier
  let right: QueryBody
  let operatorSpan: SourceSpan
  /// From the chain's beginning to the right side's end.
  let span: SourceSpan
}

/// `core UNION core UNION ALL core …`, worked out from the left.
///
/// A long chain of UNIONs becomes a tree as low as can be, which has the same rows: UNION is
/// associative, and what comes before the last UNION without ALL is made distinct by that one.
struct SetChain {
  /// The most UNIONs that stay as they are written.
  private static let shortest = 60

  let first: QueryBody
  let links: [SetLink]

  /// Whether the tree is not the one that is written.
  var isBalanced: Bool {
    links.count > Self.shortest && links.allSatisfy { $0.operator == .union }
  }

  /// The height of a balanced tree above the highest query of it, at most.
  var balancedHeight: Int {
    // One part for UNION, one for UNION ALL.
    var height = 2
    while 1 << (height - 2) <= links.count { height += 1 }
    return height
  }

  var body: QueryBody {
    guard isBalanced else {
      return links.reduce(first) { left, link in Self.joined(left, link, link.right) }
    }
    let distinct = (links.lastIndex { $0.quantifier == .distinct } ?? -1) + 1
    let head = balanced(first, links[..<distinct], .distinct)
    return balanced(head, links[distinct...], .all)
  }

  private func balanced(
    _ first: QueryBody,
    _ links: ArraySlice<SetLink>,
    _ quantifier: SetQuantifier
  ) -> QueryBody {
    guard !links.isEmpty else { return first }
    let middle = links.startIndex + links.count / 2
    let link = links[middle]
    let left = balanced(first, links[..<middle], quantifier)
    let right = balanced(link.right, links[(middle + 1)...], quantifier)
    let whole = SetLink(
      operator: .union,
      quantifier: quantifier,
      right: right,
      operatorSpan: link.operatorSpan,
      span: links[links.index(before: links.endIndex)].span
    )
    return Self.joined(left, whole, right)
  }

  private static func joined(_ left: QueryBody, _ link: SetLink, _ right: QueryBody) -> QueryBody {
    .setOperation(
      SetOperation(
        operator: link.operator,
        quantifier: link.quantifier,
        left: left,
        right: right,
        operatorSpan: link.operatorSpan,
        span: link.span
      )
    )
  }
}
