"""First names that tell who is `he` and who is `she`, from English, German, French, Slavic and other news."""

from collections.abc import Mapping
from typing import Literal

_HE = """aaron abdul adam adrian ahmed al alan albert alec alex alexander alexei alexey alfred ali allen amir anatoly
andreas andrei andrew andriy andy angelo anthony antonio antony anton arnold arthur barack barry ben benjamin
bernard bernie bill billy bob bobby boris brad bradley brandon brendan brent brett brian bruce bryan byron carl
carlos charles charlie chris christian christopher chuck claude clay clive colin conor craig curtis dan daniel
darren dave david dean denis dennis derek dick diego dmitri dmitriy dmitry don donald doug douglas drew duncan
dylan earl ed eddie edgar eduard edward edwin elijah elliot emmanuel enrique eric erik ernest ethan eugene evan
federico felix fernando finn francis francois frank franz fred frederick gabriel gareth gary gavin gene geoffrey
george gerald gerard gerhard giles giovanni glenn gordon graham grant greg gregory guido gunther guy hans harold
harry harvey hassan heinz helmut henry herbert howard hugh hugo ian ibrahim igor ivan jack jacob jacques jake
james jamie jan jared jason jay jean jeff jeffrey jeremy jerome jerry jim jimmy joachim joaquin joe joel johan
johannes john johnny jon jonathan jordan jorge jose josep joseph josh joshua juan julian julio justin karl keith
ken kenneth kevin kurt kyle lance larry lars laurence lawrence lee len leo leon leonard leonid lewis liam lloyd
lorenzo louis luc lucas luigi luis luke magnus manuel marc marcel marco marcus mario mark martin marty marvin
mathew matt matthew maurice max maxim michael michel miguel mike mikhail mitch mitt mohamed mohammad mohammed
morris nathan ned neil nicholas nick nicolas nigel nikolai noah noel norman olaf oleg oleksandr oleksii oleksiy
oliver omar oscar otto owen pablo patrick paul pavel pedro pete peter petro phil philip philippe phillip pierre
rafael ralph ramon randall randy raul ray raymond reed reince rex ricardo richard rick robert roberto robin rod
roger roland ron ronald rory ross roy rudolf rudy rupert russell ryan salvador sam samir samuel scott sean
sebastian sergei sergey sergio seth shane shaun sheldon sidney simon stan stanley stefan stephen steve steven
stewart stuart ted terence terry theo theodore thomas tim timothy todd tom tomas tommy tony trevor tyler
valdimir victor viktor vincent vitali vladimir volodymyr wade walter warren wayne werner will william willie
winston wolfgang xavier yuri yves zach zachary""".split()
_SHE = """abigail ada adele adriana agnes alexandra alexandria alice alicia alison allison amanda amber amelia amy ana
andrea angela anita ann anna annalena anne annette annie april ariana ashley audrey barbara beatrice becky
belinda bernadette beth betsy betty beverly bonnie brenda bridget brigitte britta camilla candace carla carly
carmen carol caroline carolyn catherine cathy cecilia charlotte cheryl chloe christiane christina christine
cindy claire clara claudia colleen connie constance courtney crystal cynthia daisy dana danielle darlene dawn
debbie deborah debra denise diana diane dianne donna dora doris dorothy edith eileen elaine eleanor elena
elisabeth elise elizabeth ella ellen emily emma erica erin esther ethel eva evelyn fatima felicia fiona florence
frances francesca gail georgia geraldine gertrude gina ginger gisele glenda gloria grace greta gwen hannah
harriet hazel heather heidi helen helena helga henrietta hilda hillary holly huma ida imogen ines ingrid irene
iris irina isabel isabella ivanka ivy jackie jacqueline jane janet janice jasmine jean jeanne jen jennifer jenny
jessica jill joan joanna joanne jodi josephine joy joyce juanita judith judy julia julie june karen karin kate
katherine kathleen kathryn kathy katie katrina kayla kellyanne kelly kerry kim kimberly kirsten kristen kristin
kristina lara laura lauren laurie leah lena leslie lillian lily linda lisa liz liza lois lola loretta lori
lorraine louise lucia lucy lydia lynn mabel madeleine maggie mallory marcia margaret margot maria marian
marianne marie marilyn marina marine marion marjorie marla marlene marsha marta martha mary maureen maxine megan
melania melanie melinda melissa mercedes meredith mia michelle mildred mindy miranda miriam molly monica muriel
nadia nancy naomi natalia natalie natasha nellie nicola nicole nina nora norma olena olga olivia oona pamela
patricia patty paula pauline peggy penelope penny petra phyllis polly priscilla rachel ramona rebecca regina
renata renee rhonda rita roberta rosa rosalind rose rosemary roxanne ruby ruth sabrina sally samantha sandra
sarah shannon sharon sheila shelley sherry shirley silvia simone sofia sonia sophia sophie stacy stella
stephanie sue susan susanna suzanne svetlana sylvia tamara tammy tanya tara teresa thelma theresa tiffany tina
tracey tracy ursula valerie vanessa vera veronica vicky victoria viola violet virginia vivian wanda wendy
whitney wilma yolanda yulia yvette yvonne zoe""".split()

FIRST_NAMES: Mapping[str, Literal["he", "she"]] = {
    name: "he" if name in _HE else "she" for name in {*_HE, *_SHE} - {*_HE}.intersection(_SHE)
}
"""In lower case; names of both are left out."""
