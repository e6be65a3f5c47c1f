import Crypto
import Journal

/// What a wrap holds, and of whom.
package enum WrappedItem: Hashable, Sendable {
    case dataKey(subject: AnyID)
    case circleKey(AnyID, generation: UInt32)
    case indexKey(circle: AnyID, generation: UInt32)
    case recoveryKey(AnyID)

    var bytes: [UInt8] {
        switch self {
        case .dataKey(let subject): [1] + subject.bytes + bigEndian(UInt32(0))
        case .circleKey(let circle, let generation): [2] + circle.bytes + bigEndian(generation)
        case .indexKey(let circle, let generation): [3] + circle.bytes + bigEndian(generation)
        case .recoveryKey(let id): [4] + id.bytes + bigEndian(UInt32(0))
        }
    }
}

/// A key that is handed to others wrapped.
protocol Wrappable: Secret {
    var item: WrappedItem { get }
    var material: [UInt8] { get }
}

/// A key, sealed for one recipient at one generation: it opens in no other recipient's hands and as no other item.
package struct Wrap: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Throws unless the bytes begin as one of the two forms.
    package init(bytes: [UInt8]) throws(VaultError) {
        guard bytes.count >= 2 else { throw .truncated }
        guard bytes.starts(with: Form.symmetricWrap.header) || bytes.starts(with: Form.publicWrap.header) else {
            throw .unknownForm(bytes[0], suite: bytes[1])
        }
        self.bytes = bytes
    }

    /// Whether it was made with the recipient's public key: their first session that opens it replaces it by a symmetric one.
    package var isPublic: Bool { bytes[0] == Form.publicWrap.rawValue }

    init(_ item: some Wrappable, for holder: some SymmetricHolder) throws(VaultError) {
        let form = Form.symmetricWrap
        bytes =
            form.header
            + (try Box.seal(item.material, under: holder.wrappingKey, context: Self.place(form, item.item, holder.recipient)))
    }

    init(_ item: some Wrappable, to addressee: some Addressee) throws(VaultError) {
        let form = Form.publicWrap
        bytes =
            form.header
            + (try PublicBox.seal(item.material, to: addressee.agreement, info: Self.place(form, item.item, addressee.recipient)))
    }

    func open(_ item: WrappedItem, by holder: some KeyHolder) throws(VaultError) -> [UInt8] {
        let body = [UInt8](bytes.dropFirst(2))
        if isPublic {
            return try PublicBox.open(body, with: holder.agreementKey, info: Self.place(.publicWrap, item, holder.recipient))
        }
        return try open(item, symmetricallyBy: holder)
    }

    func open(_ item: WrappedItem, symmetricallyBy holder: some SymmetricHolder) throws(VaultError) -> [UInt8] {
        guard !isPublic else { throw .notOpened }
        return try Box.open([UInt8](bytes.dropFirst(2)), under: holder.wrappingKey, context: Self.place(.symmetricWrap, item, holder.recipient))
    }

    private static func place(_ form: Form, _ item: WrappedItem, _ recipient: Recipient) -> [UInt8] {
        context("wrap", form.header, item.bytes, recipient.bytes)
    }
}

extension CircleKey {
    /// For a recipient whose keys are at hand.
    package func wrap(for holder: some KeyHolder) throws(VaultError) -> Wrap { try Wrap(self, for: holder) }
    /// For a recipient known by their public half, until their first opening.
    package func wrap(to addressee: some Addressee) throws(VaultError) -> Wrap { try Wrap(self, to: addressee) }
}

extension DataKey {
    /// For a recipient whose keys are at hand.
    package func wrap(for holder: some KeyHolder) throws(VaultError) -> Wrap { try Wrap(self, for: holder) }
    /// For a recipient known by their public half, until their first opening.
    package func wrap(to addressee: some Addressee) throws(VaultError) -> Wrap { try Wrap(self, to: addressee) }
}

extension IndexKey {
    /// For a recipient whose keys are at hand.
    package func wrap(for holder: some KeyHolder) throws(VaultError) -> Wrap { try Wrap(self, for: holder) }
}
