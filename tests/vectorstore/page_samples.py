"""Invented pages in the shapes that copied news comes in."""

AGENCY_COPY = """Harbour talks go on as ferry strike nears

Both sides hope for a deal before Friday, with Mara Quint in Porthaven and Jon Vell in Skerrow.

In her meeting with the union, Mara Quint called for "an answer that is useful for crews and for passengers".
AFP

In her meeting with the union, Mara Quint called for "an answer that is useful for crews and for passengers".

Ferry crews and their employers have met three times this week to avert a strike.

READ MORE:\u00a0 Why the ferry to Skerrow may never sail again

Loading...

'Tense mood'

"We are\u00a0 not far apart ," Quint said.

READ MORE: Union thanks mayor for \u2018active support\u2019 in ferry row

Loading...

Crews in talks with the mayor

The mayor said that 1,200 passengers a day would be stranded.

READ MORE: Will the ferry be replaced by a bridge?

Gate 4
"""

REPOST = """Ferry Strike Live Updates: Latest News on Skerrow Talks

Credit…Ida Brand for The Harbour Times

With the strike a day away, union leaders have been working to project a united front.

“We will not blink,” Mr. Vell said. He noted that the last strike, in June, had lasted a week.

Source: HT > Top Stories

Related Post


Sign up for Breaking News, Newsletter and Special Deals from Quay Digital and their marketing partners.

Subscribers agree to be contacted from Quay Digital and/or their marketing partners for newsletters via email.
"""

NUMBERED_LIVE = """Summary

  • The ferry company says some crews are returning to work

  • The mayor says she has seen no agreement yet

  1. Analysis

    Crews watch the docks closelypublished at 10:35 British Summer Time 3 May 2021

    Nell Abara
    HBC Porthaven correspondent

    There's no sense of relief here… yet.

    Officials are waiting to see whether the crews return.

  2. Owners brew a storm, expert sayspublished at 10:24 British Summer Time 3 May 2021

    Professor Ivo Lund

    Prof Ivo Lund says the owners' story has never changed.

    Graphic showing the ferry's route
  3. We'll believe it when we see it, union sayspublished at 09:55 British Summer Time 3 May 2021
    Breaking

    Owners must pull back the letters, union leader Jon Vell says.

    Ferry at the quay in SkerrowImage source, Marl Pictures
    Ferry at the quay in SkerrowImage source, Marl Pictures
  4. Company announces returnpublished at 09:01 British Summer Time 3 May 2021

    In comments carried by local radio, spokesman Otto Reye says:

    Quote Message

    Crews that have completed their shifts have already begun boarding.

    But some shifts are still open, Reye says.

  5. Live coverage concludespublished at 20:17 British Summer Time 2 May 2021

    We're pausing for now, but here are the latest lines:

    • Mayor Mara Quint held a phone call with the owners
    • Jon Vell said agreement was still possible

    Our coverage was provided by: Anna Bell, Tom O'Dell and Max Marr.

  6. Where are the ferries?published at 19:39 British Summer Time 2 May 2021

    Josef MarrImage source, EPA

    An estimated 30 ferries are moored near Skerrow.
"""

ONE_POST_LIVE = """The latest on the Skerrow ferry strike

By Nell Abara, Lars Said-Holm and Mike Hale, HNN

Updated 1209 GMT (2009 HKT) May 3, 2021
1 Post
Sort byDropdown arrow
5:43 a.m. ET, May 2, 2021

Weekend of talks fails to achieve breakthrough

Union leader Jon Vell prepares to travel to Skerrow for talks, in Marlow, on May 2.
Union leader Jon Vell prepares to travel to Skerrow for talks, in Marlow, on May 2. (Kay Neff/Marl Photo/Getty Images)

Jon Vell will make a fresh attempt on Monday.

“We expect signs of movement. I agree with our allies on this.”
"""

CLEAN_COPY = """In a bid to end the strike, Mayor Mara Quint met with the owners in Porthaven on May 2.
During the meeting, Quint told them that she sought a “useful” answer.
The union has denied that it wants a strike.
“We are ready,” Vell said. “All options are on the table.”"""
