import Access
import Journal

/// What a person looks for in the directory, and which services may be proposed to them.
package struct ServiceSearch: Sendable {
    package var kinds: Set<ServiceKind> = []
    package var place: PlaceCode?
    package var profiles: Set<ServiceProfile> = []
    /// Whether the person may seek asylum: asks for it, or may not be sent back without danger.
    package var maySeekAsylum = false

    package init() {}

    /// Whether a person may be pointed to a service: never to one that helps only to go back where they may seek asylum, whatever else fits.
    package func allows(_ offer: ServiceOffer) -> Bool {
        !(maySeekAsylum && offer.isReturnOnly)
    }

    /// The services to propose on a day: verified, allowed, of a kind that is sought, at that place or around it, and for such a person.
    /// Whoever may seek asylum is shown first where requests for it are taken; then what is nearest.
    package func proposed(among offers: [ServiceOffer], on today: Day) -> [ServiceOffer] {
        offers.filter { offer in
            offer.isShown(on: today) && allows(offer) && isOfKind(offer) && isAround(offer) && isFor(offer)
        }.sorted { a, b in rank(a) != rank(b) ? rank(a) < rank(b) : a.name < b.name }
    }

    private func isOfKind(_ offer: ServiceOffer) -> Bool {
        kinds.isEmpty || !kinds.isDisjoint(with: offer.kinds.elements) || (maySeekAsylum && offer.takesAsylumRequests)
    }

    private func isAround(_ offer: ServiceOffer) -> Bool {
        guard let place, let there = offer.place else { return true }
        return place.code.hasPrefix(there.code) || there.code.hasPrefix(place.code) || (place.region != nil && place.region == there.region)
    }

    private func isFor(_ offer: ServiceOffer) -> Bool {
        let whom = offer.profiles.elements
        return profiles.isEmpty || whom.isEmpty || whom.contains(.anyone) || !profiles.isDisjoint(with: whom)
            || (maySeekAsylum && whom.contains(.asylumSeekers))
    }

    private func rank(_ offer: ServiceOffer) -> Int {
        let isAsylum = maySeekAsylum && offer.takesAsylumRequests
        guard let place, let there = offer.place else { return isAsylum ? 3 : 13 }
        let distance = place == there ? 0 : place.code.hasPrefix(there.code) || there.code.hasPrefix(place.code) ? 1 : 2
        return isAsylum ? distance : 10 + distance
    }
}
