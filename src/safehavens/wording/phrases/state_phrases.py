"""What is said after *if* of facts that the law of one state asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

YES: Final[Mapping[str, str]] = {
    "at_least_10": N_("you are 10 or older"),
    "at_least_13": N_("you are 13 or older"),
    "at_least_14": N_("you are 14 or older"),
    "az_brought_in": N_("you have been brought in to be jailed"),
    "ct_class_ab_felony": N_("you have been convicted of a class A or class B felony"),
    "ct_legalization_affidavit": N_(
        "you have sworn that you have applied to legalize your status, or will as soon as you can"
    ),
    "ct_listed_offence_2025": N_(
        "you have been convicted of an offense that Connecticut added to its list in 2025, such as "
        "second-degree sexual assault or strangulation"
    ),
    "felony_in_state": N_("you were convicted of a felony in the state"),
    "fl_state_entry_offence": N_(
        "it is for the Florida crime of entering or re-entering illegally"
    ),
    "ga_probable_cause": N_("the officer has good reason to believe that you committed a crime"),
    "hi_graduated_within_two_years": N_(
        "the student graduated from a high school in Hawaii within the two years before classes"
    ),
    "hi_undergraduate": N_("it is an undergraduate degree program"),
    "id_detainer": N_("ICE has sent a detainer for you, or there is a federal warrant"),
    "lived_with_parent": N_("the student lived with a parent or guardian while at high school"),
    "ma_prucol": N_(
        "the immigration authorities know of you and let you stay (PRUCOL: a pending asylum case "
        "or temporary protected status, for example)"
    ),
    "md_stop_search_arrest": N_("it is asked in a stop, a search or an arrest, and not at booking"),
    "mn_status_papers": N_(
        "the student, if without status, has shown registration for Selective Service where it is "
        "required, and an application for status where there is a way to it"
    ),
    "nh_in_custody": N_("you are in the agency’s custody"),
    "nh_safe": N_("it is safe for the agency to do what the detainer asks"),
    "ri_removal_order": N_("a judge’s order of deportation or removal comes with the detainer"),
    "sc_lawful_stop": N_("you were lawfully stopped, held, investigated or arrested for a crime"),
    "sc_reasonable_suspicion": N_(
        "the officer has good reason to suspect that you are unlawfully present"
    ),
    "sc_sentence_completed": N_("you have served your sentence there"),
    "sc_verified_unlawful": N_(
        "the federal government has answered that you are unlawfully present"
    ),
    "tax_proof": N_("you have shown the state tax return that the law asks for"),
    "tx_lawfully_detained": N_("you are lawfully held or under arrest"),
    "ut_no_listed_papers": N_(
        "you showed none of the listed papers, and it could not be verified otherwise who you are"
    ),
    "ut_parent_employed": N_("a parent of the child has a job that no program pays for"),
    "ut_unlawful_listed_offender": N_(
        "you are unlawfully present and held for a felony or a class A misdemeanor"
    ),
    "wa_cash_household": N_(
        "yours is a family with children or you are 65 or older, blind or disabled (the state’s "
        "own cash aid)"
    ),
}
NO: Final[Mapping[str, str]] = {
    "a2_arrest_exception": N_(
        "your status is not needed after an arrest to say who you are, for bail or for a "
        "consulate’s notice"
    ),
    "al_hinders_investigation": N_("the check would not get in the way of an investigation"),
    "ar_work_permit": N_("neither the student nor a parent has a federal work permit"),
    "at_least_10": N_("you are under 10"),
    "at_least_13": N_("you are under 13"),
    "at_least_14": N_("you are under 14"),
    "az_brought_in": N_("you have not been brought in to be jailed"),
    "co_necessary_for_state_duty": N_(
        "the question is not needed for the agency’s duties, nor for a funded housing program"
    ),
    "ct_class_ab_felony": N_("you have been convicted of no class A or class B felony"),
    "ct_former_prucol": N_(
        "you never held the status of living here permanently under color of law"
    ),
    "ct_listed_offence_2025": N_(
        "you have been convicted of no offense that Connecticut added to its list in 2025, such as "
        "second-degree sexual assault or strangulation"
    ),
    "felony_in_state": N_("you were convicted of no felony in the state"),
    "handover_out_of_state": N_("you would not be handed over outside the state"),
    "hi_shown_limited_license": N_(
        "the question has another reason than a limited purpose license or card"
    ),
    "id_detainer_burden": N_(
        "what the detainer asks is reasonable, and no undue burden, risk or expense"
    ),
    "id_short_term_shelter": N_("it is not a short-term shelter that is open to all"),
    "la_opso_listed_charge": N_(
        "you are not charged with one of the gravest offenses, such as murder or armed robbery"
    ),
    "md_five_year_sentence": N_("you are not serving a sentence of five years or more"),
    "md_status_protects": N_(
        "no protection depends on your status, such as a victim’s visa or a consulate’s notice"
    ),
    "mke_listed_ground": N_(
        "the police suspect nothing of you that is on their list, such as terrorism or a violent "
        "felony"
    ),
    "mt_status_suspicion": N_(
        "no officer has good reason to suspect in a lawful stop that you are unlawfully present"
    ),
    "nh_alleged_violation": N_(
        "no breach of New Hampshire law is alleged, and no other law authorizes the question"
    ),
    "nh_victim_witness_exception": N_(
        "the exception for some victims and witnesses does not apply"
    ),
    "nj_past_release_day": N_(
        "you would be held no longer than until 11:59 p.m. of the day of your release"
    ),
    "nj_state_property": N_("the property is not the State of New Jersey’s"),
    "privilege_card_felony_hit": N_("your fingerprints show no felony"),
    "ri_removal_order": N_("no judge’s order of deportation or removal comes with the detainer"),
    "ri_resident_before_1997": N_(
        "you did not live here lawfully before August 22, 1996 and in Rhode Island before July 1, "
        "1997"
    ),
    "sc_hinders_investigation": N_("the check would not get in the way of an investigation"),
    "sc_listed_identity": N_("you showed none of the listed picture identity cards"),
    "sc_school_resource_officer": N_("the officer does not work at a school"),
    "status_unverified": N_("your papers show your nationality or your lawful status"),
    "terrorist_watchlist": N_("no terrorism database names you"),
    "ut_booked": N_("you were not arrested and booked into jail"),
    "ut_class_a": N_("the offense is not a class A misdemeanor"),
    "va_mandated_by_1621": N_(
        "it is not help that federal law leaves open to all, such as emergency care"
    ),
    "fl_state_entry_offence": N_(
        "it is not for the Florida crime of entering or re-entering illegally"
    ),
    "ok_state_occupation_offence": N_(
        "it is not for the Oklahoma crime of staying in the state without federal permission"
    ),
    "va_student_visa": N_("the student does not hold an F, J, M or H-3 visa"),
    "wake_old_detainer": N_("the detainer is not older than December 7, 2018"),
    "wipa_other_exception": N_("no other exception of the act applies"),
}
