import HTML
import Testing

@Suite("An address")
struct AddressTests {
    @Test("of this site begins with one slash, whatever its segments hold")
    func path() {
        #expect(Address().text == "/")
        #expect(Address("meetings", "7", "minutes").text == "/meetings/7/minutes")
        #expect(Address("", "", "evil.example").text == "/evil.example")
        #expect(Address("a", "..", ".", "b/c?d#é").text == "/a/b%2Fc%3Fd%23%C3%A9")
        #expect(Address("javascript:alert(1)").text == "/javascript%3Aalert%281%29")
        #expect(Address("\\\\evil").text == "/%5C%5Cevil")
        #expect(Address().appending("a").appending("").appending("b/../c").text == "/a/b%2F..%2Fc")
        #expect(Address("a").query("q", "1").appending("b").text == "/a?q=1" && Address.mail("a@b.example").appending("c").text == "mailto:a@b.example")
    }

    @Test("of a kind of pages has its one segment encoded, or left out where a path cannot have it")
    func pattern() {
        let pattern = Address.Pattern(before: ["a", "b"], after: ["c"])
        #expect(pattern("1").text == "/a/b/1/c" && pattern("../d é").text == "/a/b/..%2Fd%20%C3%A9/c")
        #expect(["", ".", ".."].allSatisfy { pattern($0).text == "/a/b/c" })
        #expect(Address.Pattern(before: ["a"], after: [])("1").text == "/a/1" && Address.Pattern(before: ["a"], after: [])("").text == "/a")
        #expect(Address.Pattern(before: [], after: [])("1").text == "/1" && Address.Pattern(before: [], after: [])("").text == "/")
    }

    @Test("takes query items and a place on the page, in any order")
    func query() {
        #expect(Address("cases").query("q", "a&b=c").query("page", "2").text == "/cases?q=a%26b%3Dc&page=2")
        #expect(Address("cases").at("top").query("q", "1").text == "/cases?q=1#top")
        #expect(Address("cases").at("x").at("é").text == "/cases#%C3%A9")
        #expect(Address.here("name").text == "#name")
    }

    @Test("of a mailbox or a telephone holds nothing else")
    func mailAndTelephone() {
        #expect(Address.mail("a@b.org?subject=x").text == "mailto:a@b.org%3Fsubject%3Dx")
        #expect(Address.telephone("+227 20 35 10 14;x").text == "tel:+22720351014")
        #expect(Address.mail("a@b.org").query("subject", "x").at("y").text == "mailto:a@b.org")
    }

    @Test("of another site is http or https, with a host", arguments: ["https://jmed.example/a?b#c", "HTTP://x.example"])
    func web(_ text: String) {
        #expect(Address.web(text)?.text == text)
    }

    @Test(
        "of another kind is refused",
        arguments: [
            "javascript:alert(1)", " https://x", "data:text/html,x", "//x", "https://", "https:///x", "https://a@b", "https://x\\@y",
            "https://é", "https://x y", "",
        ])
    func refused(_ text: String) {
        #expect(Address.web(text) == nil)
    }
}
