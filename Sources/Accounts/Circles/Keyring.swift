import Journal
import Storage
import Vault

extension KeyWrap {
    /// The forms of items.
    static let dataKey: UInt8 = 1
    static let circleKey: UInt8 = 2
    static let indexKey: UInt8 = 3

    package static func item(_ item: WrappedItem) -> Item {
        switch item {
        case .dataKey(let subject): Item(form: dataKey, subject: subject, generation: 0)
        case .circleKey(let circle, let generation): Item(form: circleKey, subject: circle, generation: generation)
        case .indexKey(let circle, let generation): Item(form: indexKey, subject: circle, generation: generation)
        case .recoveryKey(let id): Item(form: 4, subject: id, generation: 0)
        }
    }

    package init(_ wrap: Wrap, of item: WrappedItem, for recipient: Recipient) {
        self.init(
            Self.item(item), for: Holder(form: recipient.kind.rawValue, id: recipient.id, generation: recipient.generation), wrapped: wrap.bytes)
    }

    package var wrap: Wrap? { try? Wrap(bytes: wrapped) }

    /// Which key it is, and whose: two wraps of one place hold the same.
    fileprivate var place: Place { Place(item: item, holder: holder) }

    fileprivate struct Place: Hashable {
        let item: Item
        let holder: Holder
    }

    package var isForMember: Bool { holder.form == Recipient.Kind.member.rawValue }
    package var isForCircle: Bool { holder.form == Recipient.Kind.circle.rawValue }
    package var isDataKey: Bool { item.form == Self.dataKey }
    package var isCircleKey: Bool { item.form == Self.circleKey }
    package var isIndexKey: Bool { item.form == Self.indexKey }
}

/// What one member's keys open, in the memory of one request: never kept, never sent.
package struct Keyring: Sendable {
    private let keys: MemberKeys
    /// The circles' keys, the latest generation first.
    package let circles: [CircleKey]

    package init(_ keys: MemberKeys, _ connection: any Connection) throws {
        self.keys = keys
        circles = try connection.wraps(for: keys.member, generations: keys.generation...keys.generation, item: KeyWrap.circleKey).compactMap { kept in
            guard kept.isForMember, let wrap = kept.wrap else { return nil }
            return try? CircleKey(opening: wrap, circle: kept.item.subject, generation: kept.item.generation, by: keys)
        }.sorted { $0.generation > $1.generation }
    }

    /// The keys of one subject: one as a rule, several where it was sealed twice while apart; none where nothing was wrapped for this member.
    package func dataKeys(of subject: AnyID, _ connection: any Connection) throws -> [DataKey] {
        dataKeys(of: subject, try connection.wraps(of: subject))
    }

    /// The same of many subjects at once; one without a key has no line.
    package func dataKeys(of subjects: [AnyID], _ connection: any Connection) throws -> [AnyID: [DataKey]] {
        try Dictionary(uniqueKeysWithValues: connection.wraps(of: subjects).map { ($0, dataKeys(of: $0, $1)) }).filter { !$0.value.isEmpty }
    }

    private func dataKeys(of subject: AnyID, _ wraps: [KeyWrap]) -> [DataKey] {
        wraps.flatMap { kept -> [DataKey] in
            guard kept.isDataKey, let wrap = kept.wrap else { return [] }
            if kept.isForMember, kept.holder.id == keys.member, kept.holder.generation == keys.generation {
                return (try? DataKey(opening: wrap, subject: subject, by: keys)).map { [$0] } ?? []
            }
            return circles.filter { kept.isForCircle && $0.circle == kept.holder.id && $0.generation == kept.holder.generation }
                .compactMap { try? DataKey(opening: wrap, subject: subject, by: $0) }
        }
    }

    /// The keys of an organisation's index, the latest generation first; none for who does not hold its intake's key.
    package func indexKeys(of organization: ID<Organization>, _ connection: any Connection) throws -> [IndexKey] {
        guard let circle = try CircleState.circle(of: .intake(of: organization), connection)?.id.cast() as AnyID? else { return [] }
        return try connection.wraps(of: circle).flatMap { kept -> [IndexKey] in
            guard kept.isIndexKey, kept.isForCircle, kept.holder.id == circle, let wrap = kept.wrap else { return [] }
            return circles.filter { $0.circle == circle && $0.generation == kept.holder.generation }
                .compactMap { try? IndexKey(opening: wrap, circle: circle, generation: kept.item.generation, by: $0) }
        }.sorted { $0.generation > $1.generation }
    }

    /// A key wrapped for a member: symmetric where it is this member's own, with their public key otherwise.
    package func wrap(_ key: DataKey, for member: MemberPublicKeys) throws -> Wrap {
        member == keys.publicKeys ? try key.wrap(for: keys) : try key.wrap(to: member)
    }

    /// Puts a symmetric wrap in the place of each of these that was made with a public key and opens here: what a first opening owes (FORMATS 14).
    /// Those that do not open stay as they are.
    package func makeSymmetric(_ wraps: [KeyWrap], _ connection: any Connection) throws {
        let symmetric = Set(wraps.filter { $0.wrap?.isPublic == false }.map(\.place))
        for kept in wraps where kept.wrap?.isPublic == true {
            guard let again = try again(kept) else { continue }
            // Another node, or another's session, may have been first.
            if symmetric.contains(kept.place) { try connection.discard(kept) } else { try connection.replace(kept, by: again) }
        }
    }

    /// The same key, wrapped once more for the same recipient by who holds their key; nil where it does not open.
    private func again(_ kept: KeyWrap) throws -> KeyWrap? {
        guard let wrap = kept.wrap else { return nil }
        let subject = kept.item.subject
        if kept.isForMember, kept.holder.id == keys.member, kept.holder.generation == keys.generation {
            if kept.isCircleKey {
                guard let key = try? CircleKey(opening: wrap, circle: subject, generation: kept.item.generation, by: keys) else { return nil }
                return KeyWrap(kept.item, for: kept.holder, wrapped: try key.wrap(for: keys).bytes)
            }
            guard kept.isDataKey, let key = try? DataKey(opening: wrap, subject: subject, by: keys) else { return nil }
            return KeyWrap(kept.item, for: kept.holder, wrapped: try key.wrap(for: keys).bytes)
        }
        for circle in circles where kept.isForCircle && kept.isDataKey && circle.circle == kept.holder.id && circle.generation == kept.holder.generation {
            guard let key = try? DataKey(opening: wrap, subject: subject, by: circle) else { continue }
            return KeyWrap(kept.item, for: kept.holder, wrapped: try key.wrap(for: circle).bytes)
        }
        return nil
    }

    /// What a sealed field says; nil where no key of this member opens it in this place.
    package func open<Plain: FieldValue>(_ sealed: Sealed<Plain>?, at place: SealedPlace, _ connection: any Connection) throws -> Plain? {
        guard let sealed else { return nil }
        return try dataKeys(of: place.subject, connection).lazy.compactMap { try? sealed.open(with: $0, at: place) }.first
    }
}

extension Connection {
    /// The latest generation of an organisation's index key, as everyone may know it.
    package func indexGeneration(of organization: ID<Organization>) throws -> UInt32? {
        guard let circle = try CircleState.circle(of: .intake(of: organization), self) else { return nil }
        return try wraps(of: circle.id.cast()).filter(\.isIndexKey).map(\.item.generation).max()
    }

    /// Lets go of the index keys before a generation, once no token is of theirs.
    package func discardIndexKeys(of organization: ID<Organization>, before generation: UInt32) throws {
        guard let circle = try CircleState.circle(of: .intake(of: organization), self) else { return }
        for kept in try wraps(of: circle.id.cast()) where kept.isIndexKey && kept.item.generation < generation { try discard(kept) }
    }
}
