/// What is known of a person that tells them from others. What is not known is nil or empty, and is no reason for or against.
package struct Traits: Sendable {
    package var names: [NamePart]
    /// A code, whichever the register uses.
    package var sex: String?
    /// The year of birth, or the years that an age band allows.
    package var born: ClosedRange<Int>?
    /// A code of country, or of stateless; nil for unknown.
    package var nationality: String?
    /// A P-code (country, region, department, commune), or whatever code two registers of one organisation would both write.
    package var place: String?
    /// As ``Telephone`` normalises them.
    package var telephones: Set<String>
    package var mother: [NamePart]

    package init(
        name: String = "", sex: String? = nil, born: ClosedRange<Int>? = nil, nationality: String? = nil, place: String? = nil,
        telephones: [String] = [], mother: String = ""
    ) {
        names = NameFolding.parts(of: name)
        (self.sex, self.born, self.nationality, self.place) = (sex, born, nationality, place)
        self.telephones = Set(telephones.compactMap { Telephone.normalised($0) })
        self.mother = NameFolding.parts(of: mother)
    }
}

/// A telephone number as it is compared: "+", the country's code and all digits (ITU-T E.164).
package enum Telephone {
    /// Eight digits are a number of Niger (+227). Nil for what cannot be a number, and for a national number whose country is not said.
    package static func normalised(_ text: String) -> String? {
        var digits: [UInt8] = []
        var isInternational = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digits.append(UInt8(scalar.value))
            case 0x660...0x669: digits.append(UInt8(scalar.value - 0x660 + 0x30))
            case 0x6F0...0x6F9: digits.append(UInt8(scalar.value - 0x6F0 + 0x30))
            case 0x2B where digits.isEmpty, 0xFF0B where digits.isEmpty: isInternational = true
            case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0xA0, 0x2010...0x2015, 0x200E, 0x200F, 0x202A...0x202F: break
            default: return nil
            }
        }
        if !isInternational, digits.starts(with: [0x30, 0x30]) {
            digits.removeFirst(2)
            isInternational = true
        }
        if !isInternational {
            if digits.count == 8 {
                digits = Array("227".utf8) + digits
            } else if digits.count != 11 || !digits.starts(with: Array("227".utf8)) {
                return nil
            }
        }
        guard (8...15).contains(digits.count), digits[0] != 0x30 else { return nil }
        return "+" + String(decoding: digits, as: UTF8.self)
    }
}
