"""What is said after *if* of facts that programs, colleges and single acts ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from safehavens.wording.labels import N_

YES: Final[Mapping[str, str]] = {
    "az_practicable": N_("it is practicable for the officer to check"),
    "tucson_minor_alone": N_(
        "you are under 18 and held for a crime, and no parent, guardian or lawyer is there"
    ),
    "tucson_student": N_("you are a student with whom officers deal at a school"),
    "likely_to_escape": N_(
        "an officer has reason to believe that you are here unlawfully and likely to escape before "
        "a warrant can be had"
    ),
    "az_listed_id": N_(
        "you showed a valid Arizona license or identity card, a tribal card, or a government card "
        "whose issuer asks for proof of lawful presence"
    ),
    "unaccompanied_child": N_(
        "you are a child who came alone and are or were in national custody (not one from Mexico "
        "or Canada who may be sent back at the border)"
    ),
    "counsel_practicable": N_(
        "it is practicable to have a lawyer represent you, and no volunteer does"
    ),
    "franco_class_member": N_(
        "you have no lawyer, and have been found unable to represent yourself because of a serious "
        "mental disorder"
    ),
    "or_community_college": N_("it is a community college"),
    "or_ninety_days": N_(
        "the student has had a permanent home in Oregon for at least 90 days before classes begin"
    ),
    "wa_away_before_admission": N_(
        "the student lived elsewhere in the year before admission, or in Washington only to study"
    ),
    "wa_diploma_elsewhere": N_(
        "the student has a high school diploma or its equivalent from outside Washington"
    ),
    "wa_mcs_program": N_(
        "you get ABD cash aid, a Housing and Essential Needs (HEN) referral or aid for survivors "
        "of certain crimes from Washington"
    ),
    "wa_plan_with_credit": N_(
        "you can have a Marketplace plan with a tax credit or federally funded medical assistance"
    ),
    "az_known_unlawful": N_("it has been verified that you are unlawfully present"),
    "coverage_lapsed": N_("your coverage has lapsed because it was not renewed in time"),
    "nc_order_refused": N_("the magistrate or judge does not order that you be held"),
    "il_kidney_transplant": N_("it is a kidney transplant and you are covered for dialysis alone"),
    "il_community_college_path": N_(
        "the student attended high school or community college in Illinois for three years in all, "
        "finished high school, and has an associate degree or 60 transferable credit hours from a "
        "public community college"
    ),
    "co_coverage_narrowed": N_(
        "an act of 2026 (HB 26-1411) has closed Cover All Coloradans to you (ask the program)"
    ),
    "co_year_before_enrolling": N_(
        "the student was in Colorado for the 12 months before enrolling"
    ),
    "il_permanent_stay_barred": N_(
        "the student is in a nonimmigrant status that leaves no room for a wish to stay for good, "
        "such as a visitor’s or a student’s"
    ),
    "co_year_before_equivalency": N_(
        "the student lived in Colorado for at least the year before passing a high school "
        "equivalency examination there"
    ),
    "ca_family_pact": N_("it is family planning care under Family PACT"),
    "ma_elder_assets": N_(
        "you own no more than MassHealth allows from 65 on ($2,000, a couple $3,000)"
    ),
    "cook_carelink": N_(
        "it is care at Cook County Health under CareLink (a discount, not insurance; open after 30 "
        "days in the county)"
    ),
    "sf_access_program": N_(
        "it is care in San Francisco’s own access program, which is not insurance"
    ),
    "sf_program_terms": N_(
        "you are 18 or older, have had no insurance (usually for 90 days), are not eligible for "
        "Medi-Cal or Medicare, and are not on a visit with an active I-94 (Healthy San Francisco)"
    ),
    "hospital_gives_emergency_care": N_(
        "the hospital has an emergency department, with the facilities and the staff for the care"
    ),
    "care_refused_over_pay": N_(
        "the care would be refused because you cannot show that you can pay, or because of who is "
        "to pay"
    ),
    "ca_county_indigent": N_(
        "you are poor by the county’s own rules and have no other support (the county’s general "
        "assistance, or General Relief)"
    ),
    "wa_left_out_of_snap": N_(
        "your household meets the rules of SNAP (Basic Food) and only your immigration status "
        "leaves you out of it (the state’s own food aid)"
    ),
    "det_adult_or_guardian": N_("you are 18 or older, or come with a parent or guardian"),
    "tn_stay_offence": N_(
        "the arrest is for the Tennessee crime of staying 90 days or more after a final order of "
        "removal"
    ),
    "ma_shelter_family": N_(
        "yours is a family with a child under 21, or you are pregnant or live with somebody who is"
    ),
    "ma_eaedc_household": N_(
        "you are 65 or more, have a disability, or are a child or its caretaker (the state’s EAEDC "
        "aid)"
    ),
    "wi_city_card": N_(
        "a city or village identity card is all that you prove who you are with, which Wisconsin "
        "does not accept for public benefits"
    ),
    "co_health_program": N_("another public health program covers you by its own rules"),
    "ma_medical_hardship": N_(
        "your medical bills exceed the share of your income that Medical Hardship asks for (10 to "
        "40 percent)"
    ),
    "wa_color_of_law": N_(
        "you live here under color of law (the immigration authorities know of you and do not seek "
        "removal) or are a victim of human trafficking"
    ),
    "wa_abd_person": N_(
        "you are 65 or older, blind or disabled, and within the limits on income and property (the "
        "state’s ABD aid)"
    ),
    "wa_hen_person": N_(
        "you qualify for ABD cash aid, or cannot work for 90 days or more because of an illness or "
        "disability and are within the limits on income and property (the state’s Housing and "
        "Essential Needs)"
    ),
    "ma_safety_net_care": N_(
        "it is care at a hospital or community health center that the Health Safety Net pays for"
    ),
    "ct_victim_visa": N_("the student has a T or U visa as a victim of a serious crime"),
    "ma_temporary_visa": N_(
        "the student is here on a visitor’s, student’s, exchange visitor’s or temporary worker’s "
        "visa"
    ),
    "nonimmigrant_status": N_(
        "the student is in valid nonimmigrant status, such as on a visitor’s, student’s or "
        "temporary worker’s visa"
    ),
    "sd_detained_or_monitored": N_(
        "you are in immigration detention in the county, or out of it under monitoring, such as an "
        "ankle monitor"
    ),
    "tx_hospital_district": N_("a hospital district gives it, such as Harris Health or Parkland"),
}
NO: Final[Mapping[str, str]] = {
    "az_practicable": N_("it is not practicable for the officer to check"),
    "tucson_minor_alone": N_(
        "you are not a minor held for a crime without a parent, guardian or lawyer there"
    ),
    "tucson_student": N_("you are not a student with whom officers deal at a school"),
    "likely_to_escape": N_(
        "no officer has reason to believe that you are here unlawfully and likely to escape before "
        "a warrant can be had"
    ),
    "az_listed_id": N_(
        "you showed no valid Arizona license or identity card, no tribal card, and no government "
        "card whose issuer asks for proof of lawful presence"
    ),
    "or_community_college": N_("it is a public university, and not a community college"),
    "unaccompanied_child": N_(
        "you are not a child who came alone and is or was in national custody"
    ),
    "counsel_practicable": N_(
        "it is not practicable to have a lawyer represent you, or a volunteer does"
    ),
    "franco_class_member": N_(
        "you have a lawyer, or have not been found unable to represent yourself because of a "
        "serious mental disorder"
    ),
    "or_ninety_days": N_(
        "the student has not had a permanent home in Oregon for 90 days before classes begin"
    ),
    "wa_away_before_admission": N_(
        "the student lived in Washington in the year before admission, and not only to study"
    ),
    "wa_diploma_elsewhere": N_(
        "the student has no high school diploma or its equivalent from outside Washington"
    ),
    "wa_mcs_program": N_(
        "you get no ABD cash aid, no Housing and Essential Needs (HEN) referral and no aid for "
        "survivors of certain crimes from Washington"
    ),
    "wa_plan_with_credit": N_(
        "you cannot have a Marketplace plan with a tax credit, nor federally funded medical "
        "assistance"
    ),
    "az_known_unlawful": N_("it has not been verified that you are unlawfully present"),
    "coverage_lapsed": N_("you have kept your coverage renewed"),
    "nc_order_refused": N_(
        "a magistrate or judge, to whom the jail takes you, orders that you be held"
    ),
    "il_kidney_transplant": N_(
        "it is not a kidney transplant for a person who is covered for dialysis alone"
    ),
    "il_community_college_path": N_(
        "the student does not come by way of an Illinois community college, with three years of "
        "school in Illinois in all and an associate degree or 60 transferable credit hours"
    ),
    "co_coverage_narrowed": N_(
        "no act of 2026 (HB 26-1411, whose outcome was not found) has closed Cover All Coloradans "
        "to you"
    ),
    "co_year_before_enrolling": N_(
        "the student was not in Colorado for the 12 months before enrolling"
    ),
    "il_permanent_stay_barred": N_(
        "the student is not in a nonimmigrant status that leaves no room for a wish to stay for "
        "good, such as a visitor’s or a student’s"
    ),
    "co_year_before_equivalency": N_(
        "the student did not live in Colorado for the year before passing a high school "
        "equivalency examination there"
    ),
    "ca_family_pact": N_(
        "it is not family planning care, which Family PACT gives residents within its income limit "
        "whatever their status"
    ),
    "ma_elder_assets": N_(
        "you own more than MassHealth allows from 65 on ($2,000, a couple $3,000)"
    ),
    "cook_carelink": N_(
        "it is not care at Cook County Health under CareLink (a discount, not insurance; open "
        "after 30 days in the county)"
    ),
    "sf_access_program": N_(
        "it is not care in San Francisco’s own access program, which is not insurance"
    ),
    "sf_program_terms": N_(
        "you do not meet the terms of Healthy San Francisco (18 or older, no insurance, usually "
        "for 90 days, not eligible for Medi-Cal or Medicare, and no visit with an active I-94)"
    ),
    "hospital_gives_emergency_care": N_(
        "the hospital has no emergency department, or not the facilities or staff for the care"
    ),
    "care_refused_over_pay": N_("the care is not refused over who can or will pay"),
    "ca_county_indigent": N_(
        "you are not poor by the rules of the county’s general assistance (General Relief), or "
        "have other support"
    ),
    "wa_left_out_of_snap": N_(
        "you can have SNAP (Basic Food), or something other than your immigration status leaves "
        "you out of it"
    ),
    "det_adult_or_guardian": N_("you are under 18 and come without a parent or guardian"),
    "tn_stay_offence": N_(
        "the arrest is not for the Tennessee crime of staying 90 days or more after a final order "
        "of removal"
    ),
    "ma_shelter_family": N_("your family has no child under 21, and nobody in it is pregnant"),
    "ma_eaedc_household": N_(
        "you are under 65, have no disability, and are neither a child nor its caretaker (EAEDC)"
    ),
    "wi_city_card": N_(
        "you prove who you are with more than a city or village identity card, which Wisconsin "
        "does not accept for public benefits"
    ),
    "co_health_program": N_("no other public health program covers you by its own rules"),
    "ma_medical_hardship": N_(
        "your medical bills do not exceed the share of your income that Medical Hardship asks for "
        "(10 to 40 percent, whatever your income)"
    ),
    "wa_color_of_law": N_(
        "you do not live here under color of law, and are not a victim of human trafficking"
    ),
    "wa_abd_person": N_(
        "you are under 65 and neither blind nor disabled, or over the limits on income or property "
        "(ABD)"
    ),
    "wa_hen_person": N_("you do not qualify for ABD cash aid nor for Housing and Essential Needs"),
    "ma_safety_net_care": N_(
        "it is not care at a hospital or community health center that the Health Safety Net pays "
        "for"
    ),
    "ct_victim_visa": N_("the student has no T or U visa as a victim of a serious crime"),
    "ma_temporary_visa": N_(
        "the student is not here on a visitor’s, student’s, exchange visitor’s or temporary "
        "worker’s visa"
    ),
    "nonimmigrant_status": N_(
        "the student is not in nonimmigrant status, such as on a visitor’s, student’s or "
        "temporary worker’s visa"
    ),
    "sd_detained_or_monitored": N_(
        "you are neither in immigration detention in the county nor out of it under monitoring"
    ),
    "tx_hospital_district": N_("no hospital district gives it"),
}
