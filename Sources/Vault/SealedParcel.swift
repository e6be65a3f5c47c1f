import Crypto
import Journal

/// What was sealed to a public key by someone who cannot open it again: an offline record on its way to an intake, a referral
/// on its way to the organisation that receives it.
package struct SealedParcel: Hashable, Sendable {
    /// What a parcel is bound to: it opens under no other label.
    package struct Label: Hashable, Sendable {
        /// Drawn before the first try, so that sending twice is known as once.
        package let item: AnyID
        package let member: AnyID
        package let formVersion: UInt32

        package init(item: AnyID, member: AnyID, formVersion: UInt32) {
            (self.item, self.member, self.formVersion) = (item, member, formVersion)
        }
    }

    package let bytes: [UInt8]

    package init(_ plain: [UInt8], to addressee: some Addressee, label: Label) throws(VaultError) {
        let info = Self.info(addressee.recipient, label)
        bytes = Form.parcel.header + (try PublicBox.seal(Padding.pad(plain), to: addressee.agreement, info: info))
    }

    package init(bytes: [UInt8]) throws(VaultError) {
        var reader = try Reader(bytes, as: .parcel)
        _ = try reader.all(atLeast: PublicBox.overheadBytes)
        self.bytes = bytes
    }

    package func open(by holder: some KeyHolder, label: Label) throws(VaultError) -> [UInt8] {
        let body = [UInt8](bytes.dropFirst(2))
        return try Padding.unpad(PublicBox.open(body, with: holder.agreementKey, info: Self.info(holder.recipient, label)))
    }

    private static func info(_ recipient: Recipient, _ label: Label) -> [UInt8] {
        context("parcel", Form.parcel.header, recipient.bytes, label.item.bytes, label.member.bytes, bigEndian(label.formVersion))
    }
}
