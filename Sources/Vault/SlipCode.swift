import Crypto
import Journal

/// A random code on a neutral paper: what is sealed for it opens wherever the paper is shown, and nothing that is kept tells the code.
///
/// Sixteen letters and digits, 80 bits, so that whoever holds the database cannot try them all.
package struct SlipCode: SymmetricHolder {
    private static let length = 16
    /// The sixteen characters without dashes.
    private let characters: String
    package let recipient: Recipient
    package let wrappingKey: SymmetricKey

    package static func draw() -> SlipCode { SlipCode(characters: TextCode.random(length)) }

    /// Nil unless the text is one that `text` prints, however it is spaced.
    package init?(_ typed: String) {
        let characters = TextCode.crockfordTyped(typed)
        guard characters.count == Self.length, !characters.contains("?") else { return nil }
        self.init(characters: characters)
    }

    private init(characters: String) {
        self.characters = characters
        let code = SymmetricKey(data: Array(characters.utf8))
        let name = code.derived(context("slip name")).material
        recipient = Recipient(.slip, AnyID(bytes: Array(name.prefix(16)))!, generation: 1)
        wrappingKey = code.derived(context("slip key"))
    }

    /// "ABCD-EFGH-JKMN-PQRS".
    package var text: String { TextCode.grouped(characters, by: 4) }
    /// What stands in clear for the code, and does not tell it.
    package var name: AnyID { recipient.id }
}

extension DataKey {
    /// For whoever shows the code.
    package func wrap(for slip: SlipCode) throws(VaultError) -> Wrap { try Wrap(self, for: slip) }

    /// The subject's key, for a code that it was wrapped for.
    package init(opening wrap: Wrap, subject: AnyID, by slip: SlipCode) throws(VaultError) {
        try self.init(subject: subject, material: try wrap.open(.dataKey(subject: subject), symmetricallyBy: slip))
    }
}
