import Foundation
import Testing

@testable import Journal

@Suite("A folded text")
struct FoldedTests {
    @Test("is the same the quick way and the long way, for every sign that the quick way takes")
    func quick() {
        let locale = Locale(identifier: "fr")
        var taken = 0
        for value in 0x20...UInt32(0x2100) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(Character(scalar))b"
            guard let quick = Folded.quick(text) else { continue }
            taken += 1
            let plain = text.folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: locale)
            let long = plain.unicodeScalars.split { !CharacterSet.alphanumerics.contains($0) }.map { String($0) }.joined(separator: " ")
            #expect(quick == long, "U+\(String(value, radix: 16))")
        }
        #expect(taken > 100)
    }

    @Test("leaves a text with other signs to the long way")
    func other() {
        #expect(Folded.quick("Tahoúa") == nil && Folded.key("Tahoúa") == "tahoua")
        #expect(Folded.key("  « L’Éveil » – d’Agadez ") == "l eveil d agadez")
        #expect(Folded.key("e\u{301}te") == "ete" && Folded.key("") == "")
    }
}
