"""What is said of a fact after *if*: of a yes, of a no, and of a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

YES: Final[Mapping[str, str]] = {
    "already_enrolled": N_(
        "you were enrolled, or had applied, before the program closed to newcomers"
    ),
    "az_biometric_card": N_(
        "a consular card that you show comes from a government that verifies identity by "
        "fingerprints or the like"
    ),
    "az_lawful_stop": N_("you were lawfully stopped, held or arrested under another law"),
    "az_reasonable_suspicion": N_(
        "an officer has good reason to suspect that you are unlawfully present"
    ),
    "ca_budgeted_grant": N_("it is a grant to an organization out of the state’s budget"),
    "ca_state_prison_felony": N_(
        "you have been convicted of a felony that is punished in state prison and not in "
        "county jail"
    ),
    "az_state_entry_offence": N_(
        "the arrest is for the Arizona crime of crossing from Mexico outside a port of entry"
    ),
    "came_to_ed": N_("you come to the emergency department and ask for care"),
    "convicted_felony": N_("you have been convicted of a felony"),
    "convicted_misdemeanor": N_("you have been convicted of a misdemeanor"),
    "convicted_serious_felony": N_(
        "you have been convicted of a felony that the law here calls serious"
    ),
    "convicted_violent_felony": N_("you have been convicted of a violent felony"),
    "court_order": N_("a court orders it"),
    "daca": N_("you have DACA"),
    "detained": N_("you are in immigration detention"),
    "detainer": N_("immigration officers have asked for you with a detainer (Form I-247A)"),
    "emergency_condition": N_("it is a medical emergency (labor and delivery included)"),
    "hs_graduate_in_state": N_("the student graduated, or earned an equivalent diploma, in the "
                               "state"),
    "identity_proved": N_("you have proved your identity with papers that are accepted for it"),
    "il_asylum_or_torture": N_(
        "you have an asylum case pending with a lawyer, or get care at a center for torture victims"
    ),
    "il_vttc_funds": N_("the program has money left"),
    "in_asks_federal_authorities": N_(
        "they ask federal immigration authorities to verify your status"
    ),
    "in_removal_proceedings": N_("you are in, or face, removal proceedings"),
    "income_eligible": N_("your household meets the income limit"),
    "lawful_presence": N_("you can show that you are lawfully present"),
    "listed_conviction": N_("you have a conviction for which the program leaves people out"),
    "lives_in_school_area": N_("your child lives in the area that the school serves"),
    "maricopa_ice_interest": N_("immigration officers have told the jail that they want you"),
    "medicaid_status_hr1": N_("you are a U.S. citizen or national, a lawful permanent resident, a "
                              "Cuban or Haitian entrant, or a migrant under a Compact of Free "
                              "Association"),
    "medicare_hospital_with_ed": N_("the hospital takes part in Medicare and has an emergency "
                                    "department"),
    "meets_other_medicaid_rules": N_("you meet the state’s Medicaid rules but for immigration "
                                     "status"),
    "mi_enrolls_too_late": N_(
        "the student enrolls later after high school than the university’s rule allows"
    ),
    "mixed_household": N_("at least one member of your household is eligible"),
    "nc_confined_for_else": N_(
        "you are confined for something other than the charge that led to your conviction"
    ),
    "nc_local_lockup": N_(
        "it is a jail or lockup for people who wait for trial or serve sentences"
    ),
    "nc_ordered_held": N_("a magistrate or judge has ordered that you be held"),
    "nm_health_program": N_(
        "there is a health program of the state, a county, a local government or a state "
        "university whose other rules you meet"
    ),
    "nm_other_health_rules_met": N_("you meet every other rule for the care"),
    "oh_federal_request": N_(
        "federal authorities have asked for it in an immigration or terrorism investigation"
    ),
    "ok_no_listed_status": N_(
        "you have none of the statuses that the act lists (citizen, permanent resident, a "
        "pending case and others)"
    ),
    "or_enrolled_in_time": N_(
        "no more than three years passed between the end of school and the first enrollment"
    ),
    "five_years_in_us_schools": N_(
        "the student went to school in the United States in each of the five years before "
        "finishing"
    ),
    "other_health_program": N_(
        "it is refugee medical assistance, Medicare, a Marketplace plan or a Basic Health Program"
    ),
    "other_insurance": N_("you have other health insurance"),
    "otherwise_eligible": N_("you meet the other rules of the service or program"),
    "pima_ice_detainer": N_(
        "immigration officers have sent the jail a detainer or their own warrant for you"
    ),
    "al_known_unlawful": N_("you are known to be unlawfully present"),
    "al_lawful_stop": N_("you were lawfully stopped, held or arrested"),
    "al_reasonable_suspicion": N_(
        "there is good reason to suspect that you are unlawfully present"
    ),
    "consents": N_("you have consented in writing"),
    "emergency": N_("there is an emergency that threatens life or safety"),
    "la_request_in_writing": N_(
        "ICE, CBP or USCIS has asked in writing (a detainer is in writing)"
    ),
    "nj_violent_or_serious": N_(
        "you are charged with a violent or serious offense on the directive’s list, or were ever "
        "convicted of one, adjudicated for one or found not guilty of one by reason of insanity"
    ),
    "nv_prisoner_told": N_("you have been told what the questions about your status are for"),
    "pregnancy_care": N_("it is coverage for care tied to the pregnancy"),
    "pregnancy_over": N_("the pregnancy is over"),
    "pregnant_or_postpartum": N_(
        "you are pregnant, or in the covered time after a pregnancy"
    ),
    "probable_cause_found": N_("a magistrate has found probable cause for the charge"),
    "qualifications_met": N_("you meet every other requirement of the occupation"),
    "qualified_alien": N_("you are a U.S. citizen, a national or a “qualified alien”, such as a "
                          "permanent resident, refugee or asylee (8 U.S.C. § 1641)"),
    "removability_probable_cause": N_("the papers show probable cause that you can be removed"),
    "resident": N_("you live here"),
    "right_to_shelter_household": N_(
        "your household is one that the right to shelter covers (in New York City, a homeless "
        "adult)"
    ),
    "sf_held_on_listed_felony": N_(
        "a magistrate has held you to answer on a serious or violent felony, or another that "
        "the law here lists"
    ),
    "status_affidavit": N_("the student has filed the affidavit, if the law asks the student for "
                           "one"),
    "tx_lawfully_detained": N_("you are lawfully held or under arrest"),
    "tx_state_entry_offence": N_(
        "it is for the Texas crime of entering Texas from abroad outside a port of entry"
    ),
    "tx_state_reentry_offence": N_(
        "it is for the Texas crime of being in Texas again after a removal or a refusal"
    ),
    "tx_stop_purpose_ended": N_(
        "the lawful purpose of the stop has ended, and there is no other reason to keep you"
    ),
    "victim_or_witness": N_("you are a victim of or witness to a crime"),
    "was_arrested": N_("you have been arrested"),
    "work_authorized": N_("you are authorized to work in the United States"),
    "slot_available": N_("the program has an open place"),
    "stopped_or_held": N_("you have been stopped, or are held"),
}  # fmt: skip
NO: Final[Mapping[str, str]] = {
    "already_enrolled": N_(
        "you were neither enrolled nor had applied before the program closed to newcomers"
    ),
    "asks_for_certification": N_("it is not about your request for a U or T visa certification"),
    "az_hinders_investigation": N_("the check would not get in the way of an investigation"),
    "az_lawful_stop": N_("you were not lawfully stopped, held or arrested under another law"),
    "az_reasonable_suspicion": N_(
        "no officer has good reason to suspect that you are unlawfully present"
    ),
    "ca_charge_state_prison": N_(
        "the pending charge is of no felony that is punished in state prison"
    ),
    "az_state_entry_offence": N_(
        "the arrest is not for the Arizona crime of crossing from Mexico outside a port of entry"
    ),
    "ca_budgeted_grant": N_("a person asks, and not an organization for a grant"),
    "ca_color_of_law": N_(
        "you do not live here under color of law (PRUCOL: temporary protected status or a "
        "pending asylum case, for example)"
    ),
    "ca_crime_victim_filed": N_(
        "you have not applied for a U or T visa as a victim of trafficking, domestic violence "
        "or another serious crime"
    ),
    "ca_criminal_history_request": N_(
        "it is not only your criminal history that is asked for, where state law lets the "
        "agency share it"
    ),
    "ca_federal_aggravated_felony_or_warrant": N_(
        "you were not convicted of a federal aggravated felony, and no federal felony warrant "
        "names you"
    ),
    "ca_former_foster_youth": N_("you are not a former foster youth under 26"),
    "ca_judicial_subpoena": N_("there is no subpoena issued by a judge"),
    "ca_listed_offence": N_(
        "you were not convicted of a crime on California’s list, such as assault, burglary, a "
        "weapon crime or felony drunk driving, in the years that count: 5 for a misdemeanor that "
        "could have been a felony, 15 for a felony (Gov. Code § 7282.5(a)(3))"
    ),
    "ca_only_prop47_offence": N_(
        "your only conviction is not of a misdemeanor that was or could be a felony before "
        "2014 (Proposition 47)"
    ),
    "ca_other_degree": N_(
        "the student has no associate degree from a California community college, and has not "
        "met the requirements for transfer to a public university"
    ),
    "ca_school_years": N_(
        "three years at California schools of other kinds do not count for the student"
    ),
    "ca_status_for_visa_or_firearm_check": N_(
        "your status is not needed to certify a U or T visa or for a check on firearms"
    ),
    "citizens_equally_eligible": N_(
        "U.S. citizens from other states do not get that rate either"
    ),
    "co_card_as_proof": N_(
        "no consular or city identity card is what you show to prove who you are"
    ),
    "co_card_secure": N_(
        "no state, nor the United States, issued or recognizes the card in a way that police "
        "can verify"
    ),
    "columbus_warrant": N_("there is no warrant for you"),
    "convicted_felony": N_("you have not been convicted of a felony"),
    "convicted_violent_felony": N_("you have not been convicted of a violent felony"),
    "convicted_misdemeanor": N_("you have not been convicted of a misdemeanor"),
    "court_order": N_("no court order says otherwise"),
    "crime_reported_or_arrest": N_("no crime was reported and nobody was arrested"),
    "daca": N_("you do not have DACA"),
    "detained": N_("you are not in immigration detention"),
    "detainer": N_("immigration officers have sent no detainer for you"),
    "emergency_condition": N_("it is not a medical emergency"),
    "federal_request": N_("no federal immigration officer asks for the arrest or directs it"),
    "hs_graduate_in_state": N_("the student did not graduate, or earn an equivalent diploma, in "
                               "the state"),
    "hud_eligible": N_(
        "you have none of the statuses that federal housing help asks for (42 U.S.C. § "
        "1436a(a))"
    ),
    "identity_needed": N_("the service needs no proof of identity or residence"),
    "identity_proved": N_("you have not proved your identity with papers that are accepted for it"),
    "il_asylum_or_torture": N_(
        "you have no asylum case pending with a lawyer, and get no care at a center for torture "
        "victims"
    ),
    "il_vttc_filed": N_(
        "you have not applied for a U or T visa or asylum as a victim of trafficking, torture "
        "or another serious crime"
    ),
    "in_enrolled_by_july_2011": N_(
        "the student was not enrolled at an Indiana state institution by July 1, 2011"
    ),
    "income_eligible": N_("your household does not meet the income limit"),
    "intent_to_conceal": N_("it is not meant to hide you from immigration officers"),
    "judicial_pc_immigration_crime": N_(
        "no federal judge has found probable cause that you committed an immigration crime"
    ),
    "ky_status_element": N_("immigration status is not part of the crime in question"),
    "law_denies_eligibility": N_(
        "no law shuts people of your immigration status out of the service"
    ),
    "lawful_presence": N_("you cannot show that you are lawfully present"),
    "listed_conviction": N_("you have no conviction for which the program leaves people out"),
    "lives_in_school_area": N_("your child does not live in the area that the school serves"),
    "ma_prucol": N_(
        "you have no standing under which the immigration authorities know of you and let you "
        "stay (PRUCOL: a pending asylum case or temporary protected status, for example)"
    ),
    "medicaid_status_hr1": N_("you are not a U.S. citizen or national, a lawful permanent "
                              "resident, a Cuban or Haitian entrant, or a migrant under a Compact "
                              "of Free Association"),
    "meets_other_medicaid_rules": N_("you do not meet the state’s Medicaid rules even apart from "
                                     "immigration status"),
    "mi_enrolls_too_late": N_(
        "the student enrolls within the time after high school that the university’s rule allows"
    ),
    "mixed_household": N_("no member of your household is eligible"),
    "nc_confined_for_else": N_("you are still confined on the charge that led to your conviction"),
    "nc_detainer_rescinded": N_("immigration officers have not withdrawn the detainer"),
    "nc_ordered_held": N_("no magistrate or judge has ordered that you be held"),
    "needed_for_benefit": N_("your status is not needed to decide on a benefit that you ask for"),
    "needed_for_criminal_investigation": N_("it is not needed for a criminal investigation"),
    "nm_own_status_rule": N_(
        "the occupation’s own law asks for no certain status (as for real estate, home "
        "inspection, optometry or physical therapy)"
    ),
    "nonimmigrant_or_parolee": N_("you are not in valid nonimmigrant status, and were not paroled "
                                  "in for less than a year"),
    "nv_prisoner_told": N_("you have not been told what the questions about your status are for"),
    "oh_reason_to_refuse": N_(
        "the request is lawful and fits federalism, and there is no good reason to refuse it"
    ),
    "ok_proof_of_citizenship": N_(
        "you have not proved U.S. citizenship, as with an Oklahoma license issued since "
        "November 2007"
    ),
    "five_years_in_us_schools": N_(
        "the student did not go to school in the United States in each of the five years "
        "before finishing"
    ),
    "or_judicial_subpoena": N_("no court has issued a subpoena or the like"),
    "organ_transplant": N_("it is not an organ transplant"),
    "other_health_program": N_(
        "it is not refugee medical assistance, Medicare, a Marketplace plan or a Basic Health "
        "Program, which have other rules"
    ),
    "other_insurance": N_("you have no other health insurance"),
    "al_known_unlawful": N_("you are not known to be unlawfully present"),
    "al_lawful_stop": N_("you were not lawfully stopped, held or arrested"),
    "al_reasonable_suspicion": N_(
        "there is no good reason to suspect that you are unlawfully present"
    ),
    "al_stayed": N_(
        "you are neither a victim of a crime nor a critical witness in a prosecution that is not "
        "over, nor the child of one, nor the parent or guardian of a minor who is one"
    ),
    "consents": N_("you have not consented in writing"),
    "emergency": N_("there is no emergency that threatens life or safety"),
    "la_refusal_to_thwart": N_(
        "a refusal would not be meant to hinder federal immigration enforcement"
    ),
    "nj_final_order_federal_judge": N_(
        "no final order of removal signed by a federal judge has been lodged with the jail or "
        "prison"
    ),
    "nj_violent_or_serious": N_(
        "you are not charged with a violent or serious offense on the directive’s list, and were "
        "never convicted of one, adjudicated for one or found not guilty of one by reason of "
        "insanity"
    ),
    "ny_color_of_law": N_(
        "you do not live here permanently under color of law (PRUCOL: deferred action or a pending "
        "application that federal immigration authorities know of, for example)"
    ),
    "ny_program_need": N_(
        "it is not needed for a public program or benefit that you asked for, or for voting"
    ),
    "ny_sub9_exception": N_("no exception in subdivision nine of the section applies"),
    "pregnancy_care": N_("it is not coverage for care tied to the pregnancy"),
    "pregnancy_over": N_("the pregnancy is not over"),
    "pregnant_or_postpartum": N_("you are not pregnant, and not in the covered time after a "
                                 "pregnancy"),
    "probable_cause_found": N_("no magistrate has found probable cause for the charge"),
    "publicly_available": N_("the information is not public already"),
    "qualifications_met": N_("you do not meet every other requirement of the occupation"),
    "qualified_alien": N_("you are not a U.S. citizen, a national or a “qualified alien”, such as "
                          "a permanent resident, refugee or asylee (8 U.S.C. § 1641)"),
    "reentry_felon_confirmed": N_("the Department of Homeland Security has not confirmed that you "
                                  "are a felon who came back after removal"),
    "required_by_law": N_("no other law and no lawful order says otherwise"),
    "resident": N_("you do not live here"),
    "sex_offender_registrant": N_("you are on no registry of sex offenders or arsonists"),
    "status_affidavit": N_("the student has not filed the affidavit that the law asks for"),
    "stop_prolonged": N_("the stop is not made longer only to look into immigration status"),
    "tx_lawfully_detained": N_("you are neither lawfully held nor under arrest"),
    "tx_own_offence": N_(
        "there is no good reason to believe that you committed another offense yourself"
    ),
    "tx_proof_of_status": N_(
        "you have not shown proof of U.S. citizenship or of lawful status, such as a Texas "
        "license"
    ),
    "tx_state_entry_offence": N_(
        "it is not for the Texas crime of entering Texas from abroad outside a port of entry"
    ),
    "tx_state_reentry_offence": N_(
        "it is not for the Texas crime of being in Texas again after a removal or a refusal"
    ),
    "tx_stop_purpose_ended": N_("the stop still has a lawful purpose"),
    "tx_austin_prolongs": N_(
        "waiting for immigration officers would not make the stop unreasonably long"
    ),
    "tx_visa_information": N_(
        "it is not asked only to tell you about visas for people who help the police"
    ),
    "usda_commodity_food": N_("it is not food from a federal commodity program, such as a food "
                              "bank’s"),
    "victim_or_witness": N_("you are neither a victim of nor a witness to a crime"),
    "was_arrested": N_("you have not been arrested"),
    "wi_town": N_("it is a city or village that issues the card, and not a town"),
    "slot_available": N_("the program has no open place"),
    "stopped_or_held": N_("you have been neither stopped nor held"),
}  # fmt: skip
NUMBER: Final[Mapping[str, str]] = {
    "age": N_("your age is %(range)s"),
    "hs_years_in_state": N_("the student’s years of high school in the state are %(range)s"),
    "hours_past_release": N_(
        "the hours since you should have been released, weekends and holidays left out, are "
        "%(range)s"
    ),
    "years_since_conviction": N_("the years since the conviction are %(range)s"),
    "tx_minutes_waited": N_(
        "the minutes that you have been kept waiting for immigration officers are %(range)s"
    ),
    "state_residence_days": N_("the days that you have lived in the state are %(range)s"),
    "nc_hold_hours": N_("all hours since you should have been released are %(range)s"),
}
