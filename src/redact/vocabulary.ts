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
