import Journal

/// Something that is not as the journal says, named so that a person can look for it.
package enum Finding: Hashable, Sendable, CustomStringConvertible {
    /// The header's bytes do not follow from those before it in its stream.
    case brokenChain(stream: Int64, position: UInt64)
    case missingEntry(stream: Int64, position: UInt64)
    case unreadable(stream: Int64, position: UInt64, String)
    case changedPart(entry: Digest, part: Int)
    /// A part is gone and nothing ordered it to be forgotten.
    case missingPart(entry: Digest, part: Int)
    case badSignature(entry: Digest)
    case wrongRow(kind: String, record: AnyID, fields: [String])
    case missingRow(kind: String, record: AnyID)
    case strayRow(kind: String, record: AnyID)
    case wrongCollisions(kind: String, record: AnyID)
    case wrongHistory(entry: Digest)
    /// The bytes of a part that no entry has.
    case strayAttachment(part: Digest)

    package var description: String {
        switch self {
        case .brokenChain(let stream, let position): "stream \(stream), entry \(position): the chain is broken"
        case .missingEntry(let stream, let position): "stream \(stream), entry \(position): missing"
        case .unreadable(let stream, let position, let why): "stream \(stream), entry \(position): unreadable (\(why))"
        case .changedPart(let entry, let part): "entry \(entry), part \(part): its bytes were changed"
        case .missingPart(let entry, let part): "entry \(entry), part \(part): gone, and no drop says why"
        case .badSignature(let entry): "entry \(entry): its signature does not hold"
        case .wrongRow(let kind, let record, let fields): "\(kind) \(record): the table disagrees on \(fields.joined(separator: ", "))"
        case .missingRow(let kind, let record): "\(kind) \(record): missing from its table"
        case .strayRow(let kind, let record): "\(kind) \(record): in the table and not in the journal"
        case .wrongCollisions(let kind, let record): "\(kind) \(record): its collisions disagree"
        case .strayAttachment(let part): "attachment \(part): no entry carries it"
        case .wrongHistory(let entry): "entry \(entry): the history index disagrees"
        }
    }
}
