import Foundation
import HTML
import Testing

@Suite("An element")
struct ElementTests {
    @Test("writes its attributes in the order given, flags without a value, absent ones not at all")
    func attributes() {
        let field = input(
            .type(.text), .name("city"), .value(nil), .required(), .readonly(false), .maxlength(40), .when(false, .class("wrong")))
        #expect(written(field) == "<input type=\"text\" name=\"city\" required maxlength=\"40\">")
    }

    @Test("that holds nothing is not closed")
    func void() {
        #expect(
            written(
                div {
                    br()
                    hr()
                }) == "<div><br><hr></div>")
    }

    @Test("holds what its branches and loops make")
    func builder() {
        let note: String? = nil
        let list = ul {
            for number in 1...3 where number != 2 { li("\(number)") }
            if note == nil { li("none") } else { li(.hidden()) { note } }
            if let note { li(note) }
            Each(["x", "y"]) { li($0) }
        }
        #expect(written(list) == "<ul><li>1</li><li>3</li><li>none</li><li>x</li><li>y</li></ul>")
    }

    @Test("writes attributes that were prepared once as it writes its own")
    func prepared() {
        let attributes = Prepared(.data("label", "a \"b\" <c>"), .class("number"), .hidden(false))
        let own = td(.data("label", "a \"b\" <c>"), .class("number"), .hidden(false)) { "1 < 2" }
        #expect(written(td(attributes) { "1 < 2" }) == written(own))
        #expect(written(td(Prepared(.class(nil))) { "x" }) == "<td>x</td>")
    }

    @Test("keeps the first line end of a text to edit")
    func textArea() {
        #expect(written(textarea("\nb", .rows(3))) == "<textarea rows=\"3\">\n\nb</textarea>")
    }

    @Test("has its own name beside the system's functions of that name")
    func systemNames() {
        let page = div(.id("d")) {
            time("hier", .datetime("2027-03-08"))
            select(.name("s")) { option("a", .selected()) }
        }
        #expect(
            written(page)
                == "<div id=\"d\"><time datetime=\"2027-03-08\">hier</time><select name=\"s\"><option selected>a</option></select></div>")
    }

    @Test("stands in a document with its language, direction and title")
    func document() {
        let page = Document(language: "ar", direction: .rightToLeft, title: "<t>") {
            link(.rel("stylesheet"), .href(Address("site.css")))
        } body: {
            body { main { Literal("<svg></svg>") } }
        }
        let expected = """
            <!doctype html>
            <html lang="ar" dir="rtl"><head><meta charset="utf-8"><meta name="viewport" \
            content="width=device-width, initial-scale=1"><title>&lt;t&gt;</title><link rel="stylesheet" href="/site.css"></head>\
            <body><main><svg></svg></main></body></html>

            """
        #expect(written(page) == expected)
    }
}
