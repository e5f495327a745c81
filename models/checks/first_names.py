"""First names that are not also the name of a product or a common English word."""

from models.checks.reading import word_set

FIRST_NAMES = word_set(
    """
    aaron abdul abigail adam adrian agnes ahmed aisha alan albert alejandro aleksandr alessandro
    alex alexander alexandra alexei alexis ali alice alicia alina alison allison alyssa amanda
    amara amelia amina amir amit amy ana anastasia anders andre andrea andreas andrei andrew andy
    angela angelo anita anja anjali ann anna anne annette anthony antje antoine anton antonio anya
    arjun arne arnold arthur arun ashley astrid audrey barbara beatrice ben benjamin bernard
    bernd bertha beth betty bianca birgit bjorn bob boris brad brandon brenda brian bridget bruce
    bruno bryan caitlin camille carla carlos carmen carol caroline catherine cathy cecilia cesar
    charles charlie charlotte chen chloe chris christian christina christine christoph christopher
    claire clara claudia colin connor craig cynthia daisuke damien dan daniel daniela danielle dave
    david deborah denis dennis derek diana diane diego dieter dimitri dmitri dmitry dominic dominik
    donald donna doris dorothy doug douglas duncan dylan ed eddie edgar eduardo edward edwin eileen
    elaine eleanor elena eli elias elif elizabeth ella ellen elsa emil emily emma enrique eric erica
    erik erika ernest esther ethan eugene eva evan evelyn fabian farah fatima felix fernando fiona
    florian francesca francesco francis francisco francois frederic fred frederick friedrich
    gabriel gabriela gareth gary geoff george georg georgia gerald gerard gilbert gina giovanni
    giulia glen gloria gordon graham greg gregory gretchen guillaume gunther gustavo hannah hans
    harold harriet harry hassan heather hector heidi heike helen helena helga henri henrik henry
    herbert hiroshi holger howard hugo ian ibrahim igor ilse imran ingrid irene isaac isabel
    isabella ivan jack jacob jacques jake james jamie jan jane janet janice jason javier jean jeff
    jeffrey jennifer jenny jens jeremy jerome jesse jessica jill jim jimmy jing joachim joan joanna
    joe joel johan johannes john johnny jon jonas jonathan jordi jorge jose josef joseph josh joshua
    joyce juan judith judy jule julian julie jurgen justin kai karen karim karin karl kate katharina
    katherine kathleen kathy katie katja katrin keith kelly ken kenji kenneth kevin khalid kim klaus
    kristen kristin kumar kurt kyle lara lars laura lauren laurent lawrence lea leila lena leo leon
    leonard leonardo leslie liam lina linda lisa lorenzo louis louise luca lucas lucia luis lukas
    luke lydia lynn magdalena malcolm manuel marc marcel marco marcus margaret maria marie mariana
    marina mario marion marius markus marta martha martin martina mary mateo mathias matt matteo
    matthew matthias maurice maya megan mehmet mei melanie melissa michael michaela michel michelle
    miguel mika mike mikhail miriam mohamed mohammed moira molly monica monika muhammad nadia nancy
    naomi natalia natalie natasha nathalie nathan neil nicholas nicolas nicole nigel nikita nikolai
    nils nina nora norbert norman oleg olga oliver olivia omar oscar otto pablo pamela paolo
    patricia patrick paul paula pauline pavel pedro peggy peter petra phil philip philipp phillip
    pierre piotr pradeep priya rachel rafael rahul raj rajesh ralf ralph ramon raphael rebecca
    regina reinhard renate rene ricardo richard rick robert roberto robin rodrigo roger roland
    romain ron ronald rosa rosemary ross roy rudolf russell ruth ryan sabine sally sam samantha
    samir samuel sandeep sandra sanjay sara sarah satoshi scott sean sebastian sergei sergey sergio
    shane shannon sharon sheila shirley silvia simon simone sofia sonia sophia sophie stacy stefan
    stefanie stella stephan stephanie stephen steve steven stuart sunita suresh susan susanne
    suzanne sven svetlana sylvia takeshi tamara tanja tanya tara tatiana ted teresa terry theo
    theresa thomas thorsten tim timothy tina tobias todd tom tomas toni tony tracy tyler ulrich
    ulrike umar ursula uwe valentina valerie vanessa vera veronica vijay vikram vincent vivian
    vladimir walter wanda wendy werner wilhelm wilma wolfgang xavier xin yan yasmin yolanda yuki
    yuri yusuf yvonne zoe
    """
)
