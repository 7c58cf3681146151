import Testing

/// A select of which the service would be asked for groups without keys, of which there is one even
/// where there are no records.
@Suite struct KeylessGroupTests {
  @Test(arguments: [
    "SELECT o.Name, count(*) FROM Word w CROSS JOIN Other o WHERE w.Num > 99 GROUP BY o.Name",
    "SELECT max(o.Name) FROM Other o JOIN Word w ON TRUE WHERE w.Num = 99",
    "SELECT o.Name, sum(w.Num) FROM Other o LEFT JOIN Word w ON TRUE GROUP BY o.Name",
  ])
  func check(sql: String) {
    let text = GroupedTenant.explained(sql)
    let isAsked = text.split(separator: "\n").contains {
      $0.contains(#""aggregates":["#) && !$0.contains(#""groupBy":["#)
    }
    #expect(!isAsked && text.contains("Word"), "\(text)")
  }
}
