import Foundation
import Journal
import Storage

/// What came with a form, exactly as it was typed, so that it can come back.
package struct Typed: Sendable {
    private(set) var values: [String: [String]]
    /// The files that came with it, each by the name of its field: they do not come back, for no page may choose a file.
    private(set) var files: [String: Upload]

    init(_ values: [String: [String]] = [:], files: [String: Upload] = [:]) {
        self.values = values
        self.files = files
    }

    /// Decodes `application/x-www-form-urlencoded`. Nil where it is not that, or not UTF-8.
    init?(urlEncoded body: [UInt8]) {
        guard !body.isEmpty else {
            self.init()
            return
        }
        let spaced = Array(body.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false).joined(separator: "%20".utf8))
        guard let text = String(validating: spaced, as: UTF8.self),
            let items = URLComponents(string: "?" + text, encodingInvalidCharacters: false)?.percentEncodedQueryItems
        else { return nil }
        // Most of a form needs no decoding, which is slow.
        func decoded(_ text: String) -> String? { text.utf8.contains(UInt8(ascii: "%")) ? text.removingPercentEncoding : text }
        var values: [String: [String]] = [:]
        for item in items {
            guard let name = decoded(item.name), let value = decoded(item.value ?? "") else { return nil }
            values[name, default: []].append(value)
        }
        self.init(values)
    }

    subscript(name: String) -> String { values[name]?.first ?? "" }
    mutating func set(_ name: String, _ value: String) { values[name] = [value] }
    mutating func set(_ name: String, _ all: [String]) { values[name] = all }
    func all(_ name: String) -> [String] { values[name] ?? [] }
    func has(_ name: String) -> Bool { values[name] != nil }

    /// The form's own token, drawn with the page: what makes it act once.
    var token: AnyID { AnyID(self["token"]) ?? AnyID() }

    /// Which writings the person saw.
    var seen: Versions? {
        Data(base64Encoded: self["seen"]).flatMap { try? Versions(bytes: Array($0)) }
    }

    /// What opens an account is never kept, nor is the proof of a session that has ended.
    private static let secrets: Set<String> = ["form", "passphrase", "new_passphrase", "again", "proposed", "code", "factor", "secret"]

    /// The fields that the person typed, without those secrets.
    var drafted: [String: [String]] {
        values.filter { !Self.secrets.contains($0.key) }
    }
}
