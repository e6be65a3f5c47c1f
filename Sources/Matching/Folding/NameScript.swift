import Foundation

/// What is written, in whatever script and case, as letters a to z, digits and single blanks. What no table knows stays as it is.
enum NameScript {
    static func letters(of text: String) -> Letters {
        var letters = Letters()
        var isApart = true
        func add(_ letter: UInt32) {
            letters.append(letter)
            isApart = false
        }
        func add(_ more: Letters) {
            letters.append(contentsOf: more)
            isApart = false
        }
        let plain =
            text.utf8.allSatisfy { $0 < 0x80 }
            ? text : text.replacing("ç", with: "s").replacing("Ç", with: "s").decomposedStringWithCompatibilityMapping
        for scalar in plain.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A, 0x30...0x39: add(scalar.value)
            case 0x41...0x5A: add(scalar.value + 32)
            case 0x27, 0x60, 0xB4, 0x2BB...0x2BF, 0x2018...0x201B, 0x2032, 0x55A: break
            case 0x600...0x6FF: arabic(scalar.value, isApart, add)
            default:
                if let known = latin[scalar.value] {
                    add(known)
                } else if scalar.properties.generalCategory == .nonspacingMark || scalar.properties.generalCategory == .format {
                    break
                } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                    add(Letters(scalar.properties.lowercaseMapping))
                } else if !isApart {
                    letters.append(0x20)
                    isApart = true
                }
            }
        }
        if letters.last == 0x20 { letters.removeLast() }
        return letters
    }

    /// Letters of Hausa, Zarma, Fulfulde, Tamajaq and others that carry no mark that decomposing would take off.
    private static let latin: [UInt32: Letters] = [
        "ɓ": "b", "Ɓ": "b", "ɗ": "d", "Ɗ": "d", "ɖ": "d", "Ɖ": "d", "ƙ": "k", "Ƙ": "k", "ƴ": "y", "Ƴ": "y", "ŋ": "n", "Ŋ": "n", "ɲ": "n",
        "Ɲ": "n",
        "ə": "e", "ǝ": "e", "Ə": "e", "Ǝ": "e", "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ɣ": "gh", "Ɣ": "gh", "ħ": "h", "Ħ": "h", "ø": "o",
        "Ø": "o",
        "œ": "e", "Œ": "e", "æ": "e", "Æ": "e", "ß": "ss", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ı": "i", "ʔ": "", "ʕ": "",
    ].reduce(into: [:]) { table, pair in table[pair.key.unicodeScalars.first!.value] = Letters(pair.value) }

    /// Arabic as French and English write it, without the short vowels, which it does not write either.
    private static func arabic(_ letter: UInt32, _ isFirst: Bool, _ add: (Letters) -> Void) {
        switch letter {
        case 0x639, 0x621: if isFirst { add(Letters("a")) }
        case 0x64B...0x65F, 0x670, 0x640: break
        case 0x660...0x669: add([letter - 0x660 + 0x30])
        case 0x6F0...0x6F9: add([letter - 0x6F0 + 0x30])
        default: if let known = arabic[letter] { add(known) } else { add([letter]) }
        }
    }

    private static let arabic: [UInt32: Letters] = [
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "z", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
        "ص": "s",
        "ض": "d", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i",
        "ى": "a",
        "ة": "a", "پ": "p", "چ": "ch", "ڤ": "f", "گ": "g", "ک": "k", "ی": "i", "ٱ": "a",
    ].reduce(into: [:]) { table, pair in table[pair.key.unicodeScalars.first!.value] = Letters(pair.value) }
}
