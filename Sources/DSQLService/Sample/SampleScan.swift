/// The file of an invoice of the sample: a page that says little, or its text alone.
struct SampleScan {
  /// The invoice's place, counted from 1.
  var number: Int
  var day: String
  var cents: Int64

  /// One in three is a text file.
  var file: SentFile {
    number % 3 == 0
      ? SentFile(
        name: "Faktura №\(number).txt",
        type: "text/plain",
        content: Array("\(lines.joined(separator: "\n"))\n".utf8)
      )
      : SentFile(name: "scan-\(number).pdf", type: "application/pdf", content: page)
  }

  private var lines: [String] {
    let rest = cents % 100
    return [
      "INVOICE No. \(number)", "Date \(day)",
      "Total \(cents / 100).\(rest < 10 ? "0" : "")\(rest)",
    ]
  }

  /// A PDF of one page.
  private var page: [UInt8] {
    let text = lines.map { "(\($0)) Tj T*" }.joined(separator: " ")
    let stream = "BT /F1 14 Tf 18 TL 60 760 Td \(text) ET"
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    var file = "%PDF-1.4\n"
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for place in places {
      let digits = String(place)
      file += String(repeating: "0", count: 10 - digits.count) + "\(digits) 00000 n \n"
    }
    file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(file.utf8)
  }
}
