/// One installation that writes: sixteen random bytes, drawn anew whenever two could otherwise write as one.
package enum Writer {}
package typealias WriterID = ID<Writer>

/// The organisation that a scope belongs to; `Access` ties it to the directory's record.
package enum Organization {}

/// Whom an entry is replicated to. A stream is writer × scope.
package enum Scope: Hashable, Sendable {
    /// Every node of the network.
    case network
    /// The nodes of one organisation.
    case organization(ID<Organization>)
    /// Exactly these two parties; the smaller identifier stands first.
    case correspondence(ID<Organization>, ID<Organization>)
    /// What was read inside one organisation: replicated to nobody.
    case readings(ID<Organization>)

    package static func between(_ a: ID<Organization>, and b: ID<Organization>) -> Scope {
        .correspondence(min(a, b), max(a, b))
    }

    /// The one organisation whose entries these are; nil where they are the network's, or between two.
    package var owner: ID<Organization>? {
        switch self {
        case .organization(let one), .readings(let one): one
        case .network, .correspondence: nil
        }
    }

    package var form: ScopeForm {
        switch self {
        case .network: .network
        case .organization: .organization
        case .correspondence: .correspondence
        case .readings: .readings
        }
    }
}

/// The form of scope that a kind of record declares.
@usableFromInline package enum ScopeForm: UInt8, CaseIterable, Sendable {
    case network = 0
    case organization = 1
    case correspondence = 2
    case readings = 3
}

extension Scope {
    /// One byte for the form, then the parties: what stands in a header and names a stream in a table.
    package var bytes: [UInt8] {
        var writer = ByteWriter(reserving: 33)
        writer.byte(form.rawValue)
        switch self {
        case .network: break
        case .organization(let one), .readings(let one): writer.id(one)
        case .correspondence(let one, let other):
            writer.id(one)
            writer.id(other)
        }
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(Malformed) {
        var reader = ByteReader(bytes)
        self = try reader.scope()
        try reader.finish()
    }
}

extension ByteReader {
    package mutating func scope() throws(Malformed) -> Scope {
        guard let form = ScopeForm(rawValue: try byte()) else { throw Malformed("scope of an unknown form") }
        switch form {
        case .network: return .network
        case .organization: return .organization(try id())
        case .readings: return .readings(try id())
        case .correspondence:
            let one: ID<Organization> = try id()
            let other: ID<Organization> = try id()
            guard one < other else { throw Malformed("parties of a correspondence out of order") }
            return .correspondence(one, other)
        }
    }
}
