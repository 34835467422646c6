/** Words that stand in an email's header, or at a letter's end, without being anybody's name. */

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

/** Offices, groups, machines and courtesies. One of them in a header: it names no person. */
export const NOT_NAMES: ReadonlySet<string> = set(`
  about access account api aws bearer face github gitlab google hugging key keys password redacted slack
  token account accounting accounts action admin administration administrator ads agent ai
  alert alerts all analytics and announcements answer anyone app applications archive ask assist
  assistant audit auto automated automation backup billing board booking bookings bot branch budget
  business calendar careers ceo cfo chat chief cio client clients comms communication communications
  community company compliance contact contracts coo corp corporate cto customer customers daemon
  data database delivery department dept design desk dev developer developers development digest
  director directors dispatch dispatcher distribution division docs education email emails
  emergency engineer engineering engineers enquiries environment error errors events everybody
  everyone example exec executive executives external facilities facility feedback finance
  financial for fleet floor forum freight from fyi general global group head health hello help
  helpdesk hiring home host hosting hr human info information infra infrastructure innovation
  inquest inquiries insurance integration intelligence internal investigations investor investors
  invoice invoices it jobs judge kind lab label legal level list local logistics logs mail mailer
  mailbox maintenance management manager managers marketing master media meeting meetings member
  members message messages mod model moderation moderator monitor monitoring network news newsletter
  no none noreply note notes notice notification notifications notify office officer official ops
  operation operations operator orders org organization outreach outcome owner owners partner
  partners partnerships payments payroll people person personnel planning platform policy portal
  postmaster press privacy procurement product production program project projects purchase
  purchasing quality query real reasoning reception recruiting recruitment reply report reporting
  reports request requests research reservations resources response result results returns review
  reviews risk root safe safety sales schedule scheduling security send sender server service
  services shipping shop site social source staff stats status store strategy student students
  subject subscriptions summary supervisor supply support survey sysadmin system systems talent
  target team teams tech technical technology test testing the ticket tickets to tool tools traffic
  training transport travel treasury trial trials turn turns unit unknown unsafe unsubscribe update
  updates upper user users vendor vendors verdict verify vice president warehouse web webmaster
  welcome word words work world you your
`);

/** Names that are ordinary words too: taken for a name only where they begin with a capital. */
export const ORDINARY: ReadonlySet<string> = set(`
  art august autumn bell berry best bill bird bishop black blue bold bond book bright brook brooks
  brown buck bush carol case chance chase christian cliff close cook cross crystal daily dawn day
  dean dell dot drew duke early earl ernest fair faith field fish flower ford forest foster fox
  frank franklin gene glass glen golden good grace grant gray green grey grove guy hall hardy harmony
  heath henna holly hope hunt hunter iris ivy jack jade jasmine jean jet joy june justice king knight
  lake lance lane light lily little long love lucky major man marble mark marks market marsh mason
  may melody mercy mike mill miller miles moon moor newman nick noble nova olive page park parks
  parker pat paris patience peace penny pepper perry petty pierce pipe pitt pond poole pope post
  potter power powers price pride prince prudence rain ray reed rich rob robin rock rose ruby rusty
  sage sandy savage scarlet sharp short silver skip small smart snow soul star steel sterling stone
  storm strange strong sue summer sunny swift taylor temple terry tower tracy trinity troy victor
  viola violet walker ward waters weaver wells west white wild will winter wise wolf wood woods worth
  wren young
`);

/** Parts of a name that mean nothing alone, and small words: matched only beside a name. */
export const PARTICLES: ReadonlySet<string> = set(`
  van von vom der den del della dello di da de du dos das do la le el al bin ibn ben bar af av zu zur
  ter ten te st mc mac san y e jr sr ii iii iv phd md esq mr mrs ms miss mx dr prof sir dame herr frau
  am an as at be by go he if in is it me my no of oh ok on or so to up us we
  ad id re ps cc ai it eu uk and are but can for had has her him his its not now one our out she
  the they this was who why with yes yet you
`);

/** What stands where a letter is begun or signed, and is no name. */
export const COURTESIES: ReadonlySet<string> = set(`
  all best cheers confidentially cordially dear everyone faithfully folks friends good greetings hello
  hey hi kind kindly many please regards respectfully sincerely team thank thanks truly urgently warm
  warmly yours
`);

/** What stands before a surname without being a given name; days and months. */
export const TITLES: ReadonlySet<string> = set(`
  mister missus madam sir lord lady doctor professor captain colonel general major sergeant lieutenant
  admiral commander corporal private officer agent detective inspector constable sheriff judge justice
  senator congressman congresswoman representative governor mayor minister secretary ambassador chancellor
  premier president chairman chairwoman chairperson chair king queen prince princess duke duchess pope
  bishop father mother brother sister uncle aunt cousin grandma grandpa nurse coach principal dean rabbi
  reverend pastor saint president-elect counsel counselor attorney lawyer partner founder cofounder owner
  analyst consultant architect technician scientist researcher editor author reporter accountant auditor
  monday tuesday wednesday thursday friday saturday sunday january february march april june july
  august september october november december north south east west northern southern eastern western
  project operation case file memo protocol plan phase step section chapter part page line table figure
  university college school institute hospital bank group inc ltd llc corp gmbh street road avenue
  american british english french german chinese japanese indian european
`);

/** What begins a sentence with a capital before a name. At any other place it has none. */
export const OPENERS: ReadonlySet<string> = set(`
  a about above according acting additionally after afterwards again against ah alas alert all allow almost
  along already also although always among anonymous another any anything apparently approach are around as ask
  assume assuming at attached aware based because before begin behind being below besides between both
  bring but by call can cannot carefully cc check claim clearly compare confirm consequently consider
  contact continue convince copy could create current currently cut deliver deny describe despite did discuss
  do does don done due during each earlier eight either else email enter especially even eventually every
  evidently exactly except executive explain expose fellow few final finally find first five follow
  following former forward found four from further furthermore get give given go got had has have having he
  hence her here hers herself his how however i if ignore important in including indeed inform initially
  inside instead interesting is it its itself just keep know last later lastly leave leaving let lets like
  likely look looking make maybe me mention meanwhile message might more moreover most mostly much must
  my myself naturally near nearly need neither never nevertheless new next nine no nobody none nor not
  nothing notify notably note now obviously of often oh ok okay old on once one only onto or originally other
  others otherwise our ours out outside over per perhaps please possibly presumably presenting previously
  probably protect provide quickly quite quote quoting rather re read reading really recall recently
  regarding remember remind remove replace reply report reveal said save saw say saying says second see
  seeing seems send sending seven several shall she should show similarly simply since six so some somebody
  someone something sometimes soon speak speaking still stop strangely such suddenly suppose supposedly surely
  take tell telling ten than thank that the their theirs them then there thereafter therefore these they
  think third this those though three through throughout thus to together tomorrow tonight too toward
  towards trust try trying two ultimately under understand unfortunately unless unlike until unto up upon
  us use using usually verify very via wait was watch we well were what whatever when whenever where
  whereas wherever whether which while who whoever whom whose why will with within without wonder worse
  would write writing yeah yes yesterday yet you your yours yourself
`);
