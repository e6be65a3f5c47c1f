import Foundation
import Journal

/// What a member types to sign in, in the one spelling that is hashed.
package struct Passphrase: Secret, Equatable {
    /// Unicode NFKC, lower case, NFKC again; runs of white space are one space, none at either end.
    package let text: String

    package init(_ typed: String) {
        let folded = typed.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
        text = folded.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init).joined(separator: " ")
    }

    /// Five words drawn evenly from 4,096: 60 bits. The only kind that a member of a circle has (FORMATS 19).
    package static func generated() -> Passphrase {
        var random = SystemRandomNumberGenerator()
        return generated(random: &random)
    }

    package static func generated(random: inout some RandomNumberGenerator) -> Passphrase {
        Passphrase((0..<5).map { _ in Words.word(Int.random(in: 0..<Words.count, using: &random)) }.joined(separator: " "))
    }

    /// Whether this is five words of the list, as `generated` draws them.
    package var isOfGeneratedForm: Bool {
        let words = text.split(separator: " ")
        return words.count == 5 && words.allSatisfy { Words.contains(String($0)) }
    }

    package static func == (a: Passphrase, b: Passphrase) -> Bool {
        sameInConstantTime(Array(a.text.utf8), Array(b.text.utf8))
    }
}

extension Passphrase {
    /// Why a passphrase that a member chose is not taken.
    package enum Weakness: Error, Equatable, Sendable {
        case tooShort
        case tooRegular

        package var phrase: Phrase {
            switch self {
            case .tooShort:
                Phrase(
                    "Choisissez au moins 15 caractères, sans compter votre nom ni celui du réseau\u{A0}: quatre mots au hasard, par exemple.",
                    en: "Choose at least 15 characters, not counting your name or the network’s: four words at random, for instance.")
            case .tooRegular:
                Phrase(
                    "Cette phrase se devine\u{A0}: elle répète ou énumère trop de caractères. Prenez quatre mots au hasard.",
                    en: "This passphrase can be guessed: it repeats or counts too many characters. Take four words at random.")
            }
        }
    }

    /// Nil when a member who is in no circle may choose this: 15 characters or more (NIST SP 800-63B-4, 3.1.1.2) once the words
    /// that anyone would try first, of three letters or more, are taken out; eight of them different; and fewer than half of
    /// them equal to the one before, or next to it in the alphabet or among the digits.
    package func weakness(guessable words: [String] = []) -> Weakness? {
        var rest = text
        for word in words + ["promig", "remiddh", "jmed"] {
            let folded = Passphrase(word).text
            if folded.count > 2 { rest = rest.replacingOccurrences(of: folded, with: "") }
        }
        let scalars = rest.unicodeScalars.filter { $0 != " " }.map(\.value)
        guard scalars.count >= 15 else { return .tooShort }
        let steps = zip(scalars, scalars.dropFirst()).filter { a, b in a == b || a &+ 1 == b || b &+ 1 == a }.count
        guard Set(scalars).count >= 8, steps * 2 < scalars.count else { return .tooRegular }
        return nil
    }
}
