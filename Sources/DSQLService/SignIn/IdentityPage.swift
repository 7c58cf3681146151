import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// A page of the identity server: plain HTML that works without scripts and needs nothing from
/// elsewhere.
struct IdentityPage: Sendable {
  var title: String
  /// HTML; every text in it is escaped already.
  var content: String
  /// Where the forms of the page may lead, besides this server: after a form the browser follows the
  /// redirect to the client's address.
  var formTarget: String?

  func response(_ status: HTTPResponse.Status = .ok) -> Response {
    let forms = ["'self'", formTarget].compactMap(\.self).joined(separator: " ")
    let policy =
      "default-src 'none'; style-src '\(Self.styleHash)'; form-action \(forms); "
      + "frame-ancestors 'none'; base-uri 'none'"
    var response = Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: html))
    )
    for (name, value) in [
      ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"),
      ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
    ] {
      if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
    return .uncached(response)
  }

  private var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Self.escaped(title))</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    <main>
    <p class="where">Data Service on this machine</p>
    <h1>\(Self.escaped(title))</h1>
    \(content)
    </main>
    </body>
    </html>

    """
  }

  /// A text as it stands in HTML, also within the quotation marks of an attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        // Marks that turn the direction of what follows, and other controls, could make a text look
        // like another one.
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// What a browser gets where only programs should ask.
  static var notForBrowsers: IdentityPage {
    IdentityPage(
      title: "Nothing to see here",
      content: "<p>This address is for programs that exchange a code for a token.</p>"
    )
  }

  /// The hash by which the policy knows the style of the page, and only it.
  private static let styleHash =
    "sha256-\(Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString())"

  private static let style = """
    :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--paper:#fff;--ground:#eef1f5;\
    --line:#cfd6df;--act:#0a5bc4;--act-ink:#fff;--warn:#a4161a}
    @media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a5b0bf;--paper:#1b212b;\
    --ground:#11151c;--line:#3a4453;--act:#6fb1ff;--act-ink:#0b1522;--warn:#ff9a9d}}
    *{box-sizing:border-box}
    body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;\
    background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
    main{width:100%;max-width:28rem;background:var(--paper);border:1px solid var(--line);\
    border-radius:.75rem;padding:1.75rem}
    h1{margin:0 0 1rem;font-size:1.375rem;line-height:1.25}
    .where{margin:0 0 .25rem;color:var(--soft);font-size:.875rem}
    .small{color:var(--soft);font-size:.875rem;overflow-wrap:anywhere}
    fieldset{margin:0 0 1.25rem;padding:0;border:0}
    legend,h2{margin:0 0 .5rem;padding:0;font-size:1rem;font-weight:600}
    label{display:flex;gap:.75rem;align-items:center;padding:.625rem .75rem;cursor:pointer;\
    border:1px solid var(--line);border-radius:.5rem;margin-bottom:.5rem}
    label:has(:checked){border-color:var(--act);box-shadow:inset 0 0 0 1px var(--act)}
    input{accent-color:var(--act);width:1.125rem;height:1.125rem;margin:0;flex:none}
    label span{display:block}
    ul{margin:0 0 1.25rem;padding-left:1.25rem}
    .actions{display:flex;gap:.75rem;flex-wrap:wrap}
    button{flex:1;padding:.625rem 1rem;border-radius:.5rem;border:1px solid var(--line);\
    background:transparent;color:inherit;font:inherit;font-weight:600;cursor:pointer}
    button.main{background:var(--act);border-color:var(--act);color:var(--act-ink)}
    :focus-visible{outline:3px solid var(--act);outline-offset:2px}
    .alert{border-left:4px solid var(--warn);padding:.25rem .75rem;color:var(--warn)}
    dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0 0}
    dt{font-weight:600}
    dd{margin:0;overflow-wrap:anywhere}
    """
}
