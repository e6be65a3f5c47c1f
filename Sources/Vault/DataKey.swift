import Crypto
import Journal

/// The key of one subject: a person, a case file, an event, a source, a document. Destroying every wrap of it erases them.
package struct DataKey: Wrappable {
    package let subject: AnyID
    let key: SymmetricKey

    package init(subject: AnyID) {
        self.subject = subject
        key = SymmetricKey(size: .bits256)
    }

    /// The subject's key, for a recipient whom it was wrapped for.
    package init(opening wrap: Wrap, subject: AnyID, by holder: some KeyHolder) throws(VaultError) {
        try self.init(subject: subject, material: try wrap.open(.dataKey(subject: subject), by: holder))
    }

    init(subject: AnyID, material: [UInt8]) throws(VaultError) {
        guard material.count == 32 else { throw .malformed("data key") }
        self.subject = subject
        key = SymmetricKey(data: material)
    }

    var item: WrappedItem { .dataKey(subject: subject) }
    var material: [UInt8] { key.material }
}

/// Blind indexes of one organisation's intake: the same text gives the same token, and tells nothing to who lacks the key.
package struct IndexKey: Wrappable {
    package let circle: AnyID
    package let generation: UInt32
    let key: SymmetricKey
    /// The code that each token goes on from: hundreds are asked for in one search.
    private let code: HMAC<SHA256>

    /// A key that no other organisation shares, of the circle's generation given.
    package init(circle: AnyID, generation: UInt32) {
        (self.circle, self.generation) = (circle, generation)
        key = SymmetricKey(size: .bits256)
        code = HMAC(key: key)
    }

    package init(opening wrap: Wrap, circle: AnyID, generation: UInt32, by holder: some KeyHolder) throws(VaultError) {
        let material = try wrap.open(.indexKey(circle: circle, generation: generation), by: holder)
        try self.init(circle: circle, generation: generation, material: material)
    }

    init(circle: AnyID, generation: UInt32, material: [UInt8]) throws(VaultError) {
        guard material.count == 32 else { throw .malformed("index key") }
        (self.circle, self.generation) = (circle, generation)
        key = SymmetricKey(data: material)
        code = HMAC(key: key)
    }

    var item: WrappedItem { .indexKey(circle: circle, generation: generation) }
    var material: [UInt8] { key.material }

    /// The first sixteen bytes of HMAC-SHA256 over the index's name and the text, which the caller has normalised.
    package func token(of text: String, in index: String) -> IndexToken { tokens(of: CollectionOfOne(text), in: index)[0] }

    /// The same of many texts, in their order.
    package func tokens(of texts: some Sequence<String>, in index: String) -> [IndexToken] {
        var named = code
        named.update(data: context("index token", Array(index.utf8)))
        return texts.map { text in
            var code = named
            code.update(data: context(item: text.utf8))
            return IndexToken(bytes: [UInt8](code.finalize().prefix(16)))
        }
    }
}

extension IndexKey {
    /// Seals what is kept beside the tokens and would tell what they stand for, under a key made from this one alone.
    package func seal(table: [UInt8]) throws(VaultError) -> [UInt8] {
        Form.sealedValue.header + (try Box.seal(Padding.pad(table), under: tableKey, context: tableContext))
    }

    /// Throws `notOpened` where it was sealed under another circle's or generation's key, or a byte has changed.
    package func open(table sealed: [UInt8]) throws(VaultError) -> [UInt8] {
        guard sealed.starts(with: Form.sealedValue.header) else { throw .malformed("table of an index") }
        return try Padding.unpad(try Box.open([UInt8](sealed.dropFirst(2)), under: tableKey, context: tableContext))
    }

    private var tableKey: SymmetricKey { key.derived(context("index table key")) }
    private var tableContext: [UInt8] { context("index table", Form.sealedValue.header, circle.bytes, bigEndian(generation)) }
}

/// Sixteen bytes that stand for a text in a side table, never in an entry (FORMATS 17).
package struct IndexToken: Hashable, Sendable, FieldValue {
    package let bytes: [UInt8]

    package static var column: ColumnType { .bytes }
    package var value: Value { .bytes(bytes) }
    /// The same sixteen bytes, as tables are asked for them.
    package var id: AnyID { AnyID(bytes: bytes)! }

    fileprivate init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(value: Value) throws(Malformed) {
        guard case .bytes(let bytes) = value, bytes.count == 16 else { throw Malformed("sixteen bytes expected") }
        self.bytes = bytes
    }
}
