import Journal

/// The first byte of each stored form. A number is given once: a form that changes takes a new one.
enum Form: UInt8 {
    case sealedValue = 0x10
    case symmetricWrap = 0x11
    case publicWrap = 0x12
    case parcel = 0x13
    case sealedPiece = 0x14
    case passwordWrap = 0x20
    case memberPublicKeys = 0x21
    case secondFactor = 0x22
    case circlePublicKey = 0x30
    case recoveryPublicKey = 0x31
    case sessionKeys = 0x40
    case draft = 0x41
    case oneTimeCodes = 0x50
    case resetCode = 0x51
    case archivePublicKey = 0x60
    case archivePrivateKey = 0x61
    case archive = 0x62

    /// The second byte: suite 1 is AES-256-GCM, HKDF- and HMAC-SHA256, scrypt, HPKE over P-256, Ed25519, ECDSA over P-256.
    static let suite: UInt8 = 1

    var header: [UInt8] { [rawValue, Self.suite] }
}

/// Bytes that no other label and items give: each is preceded by its length in four bytes, the greatest first.
func context(_ label: String, _ items: [UInt8]...) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64 + items.reduce(0) { $0 + $1.count + 4 })
    bytes += context(item: "promig \(label)".utf8)
    for item in items { bytes += context(item: item) }
    return bytes
}

/// One item of a context, as it goes on.
func context(item: some Collection<UInt8>) -> [UInt8] { bigEndian(UInt32(item.count)) + item }

func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { [UInt8]($0) }
}

/// Takes a stored form apart, from its first byte to its last.
struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The bytes after the header of `form`.
    init(_ bytes: [UInt8], as form: Form) throws(VaultError) {
        self.init(bytes)
        let header = try take(2)
        guard header == form.header else { throw .unknownForm(header[0], suite: header[1]) }
    }

    mutating func take(_ count: Int) throws(VaultError) -> [UInt8] {
        guard rest.count >= count else { throw .truncated }
        defer { rest = rest.dropFirst(count) }
        return [UInt8](rest.prefix(count))
    }

    mutating func number<N: FixedWidthInteger & UnsignedInteger>(_: N.Type = N.self) throws(VaultError) -> N {
        try take(N.bitWidth / 8).reduce(0) { $0 << 8 | N($1) }
    }

    mutating func id() throws(VaultError) -> AnyID {
        guard let id = AnyID(bytes: Array(try take(16))) else { throw .truncated }
        return id
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// All that is left, which must be at least `minimum` bytes.
    mutating func all(atLeast minimum: Int = 0) throws(VaultError) -> [UInt8] {
        try take(max(minimum, rest.count))
    }

    func end() throws(VaultError) {
        guard rest.isEmpty else { throw .malformed("\(rest.count) bytes left over") }
    }
}
