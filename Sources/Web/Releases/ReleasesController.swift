import Access
import HTML
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage

/// Figures that have left the organisations: each release for ever, and the one that is due.
enum ReleasesController {
    static let routes: [Route] = [
        .get(.releases, .permission(.releaseShow), list),
        .get(.releaseNew, .permission(.releaseMake)) { visit, connection in try preview(visit, connection) },
        .post(.releaseNew, .permission(.releaseMake), make),
        .get(.release, .permission(.releaseShow), ReleaseShow.page),
        .get(.releaseFile, .permission(.releaseShow), ReleaseShow.file),
    ]

    static func trail(_ visit: Visit, _ more: [(String, Address)] = []) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Chiffres publiés", en: "Released figures"), SitePath.releases())] + more
    }

    private static func list(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let releases = try connection.all(Release.self, "ORDER BY month DESC, id").map(\.record)
        let due = ReleaseMonth.due(on: visit.today)
        let isDue = releases.allSatisfy { $0.month < due.description }
        let next = isDue ? due : due.next
        let say = visit.say
        let month = Dates.month(next.description, visit.language)
        return visit.page(
            say("Chiffres publiés", en: "Released figures"),
            lede: isDue
                ? say("La publication jusqu’à \(month) peut être faite.", en: "The release up to \(month) may be made.")
                : say("Prochaine publication le \(Dates.short(next.due, .french)).", en: "Next release on \(Dates.short(next.due, .english))."),
            trail: [(say("Projet", en: "Project"), SitePath.project())]
        ) {
            if isDue, visit.may(.releaseMake) {
                div(.class("actions no-print")) {
                    a(say("Préparer la publication", en: "Prepare the release"), .class("primary"), .href(SitePath.releaseNew()))
                }
            }
            p(Disclosure.sentence(say), .class("note"))
            if releases.isEmpty {
                div(.class("empty")) {
                    p(
                        say(
                            "Rien n’est encore publié. Chaque mois, à partir du \(ReleaseMonth.day), le chargé de suivi-évaluation ou le secrétariat publie les chiffres du mois fini.",
                            en:
                                "Nothing is released yet. Each month, from the \(ReleaseMonth.day)th on, the MEAL officer or the secretariat releases the figures of the month that has ended."
                        ))
                }
            } else {
                table(.class("list")) {
                    caption(say("Publications", en: "Releases"), .class("visually-hidden"))
                    thead {
                        tr {
                            th(say("Jusqu’à la fin de", en: "Up to the end of"), .scope(.col))
                            th(say("Faite le", en: "Made on"), .scope(.col))
                            th(say("Cases montrées", en: "Cells shown"), .scope(.col), .class("number"))
                            th(say("Masquées", en: "Hidden"), .scope(.col), .class("number"))
                        }
                    }
                    tbody {
                        Each(releases) { release in
                            tr {
                                td { a(Dates.month(release.month, visit.language), .href(SitePath.release(release.id))) }
                                td(release.madeOn.map { Dates.short($0, visit.language) } ?? "", .data("label", say("Faite le", en: "Made on")))
                                td("\(release.shown)", .class("number"), .data("label", say("Cases montrées", en: "Cells shown")))
                                td("\(release.hidden)", .class("number"), .data("label", say("Masquées", en: "Hidden")))
                            }
                        }
                    }
                }
            }
        }
    }

    private static func draft(_ visit: Visit, _ connection: any Connection) throws -> ReleaseDraft? {
        try ReleaseDraft(ProtectionMeasures.released, of: connection.organizations(), on: visit.today, connection)
    }

    private static func preview(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let say = visit.say
        guard let draft = try draft(visit, connection) else {
            return visit.page(
                say("Préparer la publication", en: "Prepare the release"),
                lede: say("La publication de ce mois est faite.", en: "This month’s release is made."), trail: trail(visit)
            ) { p { a(say("Voir les chiffres publiés", en: "See the released figures"), .href(SitePath.releases())) } }
        }
        return visit.page(
            say("Préparer la publication", en: "Prepare the release"),
            lede: say(
                "Tout ce qui est compté jusqu’à \(Dates.month(draft.month.description, .french)) compris.",
                en: "All that is counted up to the end of \(Dates.month(draft.month.description, .english))."),
            trail: trail(visit)
        ) {
            p(
                say(
                    "\(draft.shown) cases seraient montrées, \(draft.hidden) masquées. Une publication reste pour toujours.",
                    en: "\(draft.shown) cells would be shown, \(draft.hidden) hidden. A release stays for ever."))
            div(.class("actions no-print")) {
                ActButton(visit: visit, action: SitePath.releaseNew(), label: say("Publier ces chiffres", en: "Release these figures"), style: "primary")
            }
            table(.class("list")) {
                caption(say("Ce que montrerait chaque mesure", en: "What each measure would show"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Mesure", en: "Measure"), .scope(.col))
                        th(say("Montrées", en: "Shown"), .scope(.col), .class("number"))
                        th(say("Trop petites", en: "Too small"), .scope(.col), .class("number"))
                        th(say("Masquées avec elles", en: "Hidden with them"), .scope(.col), .class("number"))
                    }
                }
                tbody {
                    Each(draft.tables) { table in
                        tr {
                            td(say(table.released.measure.title))
                            td("\(table.result.shown.count { $0 != nil })", .class("number"), .data("label", say("Montrées", en: "Shown")))
                            td("\(table.result.primary)", .class("number"), .data("label", say("Trop petites", en: "Too small")))
                            td("\(table.result.complementary)", .class("number"), .data("label", say("Masquées avec elles", en: "Hidden with them")))
                        }
                    }
                }
            }
        }
    }

    private static func make(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let today = visit.today
        try await ProtectionMeasures.tallying.settleAll(in: visit.site.store)
        guard let draft = try await visit.site.store.read({ try draft(visit, $0) }) else { return .redirect(SitePath.releases()) }
        try await draft.make(in: visit.site.store, by: Author(try visit.reader().account), token: typed.token, on: today)
        return .redirect(SitePath.release(Release.id(of: draft.month)))
    }
}

/// How hidden cells are explained.
enum Disclosure {
    static func sentence(_ say: Say) -> String {
        say(
            "Un nombre est masqué (m.) s’il est trop petit, s’il vient de moins de trois organisations ou s’il aiderait à en calculer un autre : avec tout ce qui a été publié, et même avec ses propres dossiers, personne ne peut situer un nombre masqué dans un intervalle plus étroit que le seuil (suppression par programmes linéaires, Kelly, Golden et Assad, 1992).",
            en:
                "A number is hidden (m.) where it is too small, where it comes from fewer than three organisations, or where it would help to work out another: with all that was released, and even with their own files, nobody can tell a hidden number to within an interval narrower than the threshold (suppression by linear programs, Kelly, Golden and Assad, 1992)."
        )
    }
}
