; Tea
; For whoever is thirsty.
;
; How to run: (load "FILE"), (reset), assert what is known, (run), (advice).
;   (assert (subject (kind person) (id "p1")))               anybody, or a question, stage or option; the case is there
;   (assert (fact (name "FACT") (of "case") (value "yes")))  what is known of the case
;   (assert (fact (name "FACT") (of "p1") (value "yes")))    what is known of somebody
; A fact that nobody has answered is left out. Numbers are written without quotes.
; No rule needs to come before another: each rests on values that are there. What is absent is only settled when no rule
; can fire any more, one step after the other: that is what the salience of 'settle-' and 'number-' rules is for.

; Facts that the rules read, each with its values:
;   person "thirsty": yes, no
;   case "water": hot, cold, unknown
;   case "cups": a number, counted unless it is given

(deftemplate subject
  "Whoever or whatever facts are about."
  (slot kind (type SYMBOL) (allowed-symbols case person question stage option))
  (slot id (type STRING)))

(deftemplate fact
  "A value that holds: given, concluded, counted, or what an absence counts as."
  (slot name (type STRING))
  (slot of (type STRING))
  (slot value (type STRING INTEGER)))

(deftemplate absence
  "What counts as the value of a fact that has none by this step."
  (slot step (type INTEGER))
  (slot about (type SYMBOL))
  (slot fact (type STRING))
  (slot value (type STRING INTEGER)))

(deftemplate counted
  "Somebody or something that a counted fact counts."
  (slot fact (type STRING))
  (slot id (type STRING)))

(deftemplate fired
  "A rule whose conditions all hold for a subject, and what it says."
  (slot rule (type STRING))
  (slot of (type STRING))
  (slot says (type SYMBOL))
  (slot what (type STRING)))

(deffacts the-case
  (subject (kind case) (id "case")))

(deffunction advice ()
  "Print every rule that fired, but for those that only conclude a fact."
  (do-for-all-facts ((?f fired)) (neq ?f:says conclude)
    (printout t ?f:says " " ?f:what " (of " ?f:of ", rule " ?f:rule ")" crlf)))

(deffacts absences
  (absence (step 1) (about case) (fact "water") (value "unasked"))
  (absence (step 3) (about case) (fact "ready") (value "no"))
  (absence (step 3) (about person) (fact "served") (value "no")))

(defrule settle-absences-1
  (declare (salience -1))
  (absence (step 1) (about ?kind) (fact ?name) (value ?value))
  (subject (kind ?kind) (id ?s))
  (not (fact (name ?name) (of ?s)))
  =>
  (assert (fact (name ?name) (of ?s) (value ?value))))

(defrule settle-absences-3
  (declare (salience -3))
  (absence (step 3) (about ?kind) (fact ?name) (value ?value))
  (subject (kind ?kind) (id ?s))
  (not (fact (name ?name) (of ?s)))
  =>
  (assert (fact (name ?name) (of ?s) (value ?value))))

(defrule counts-cups
  (subject (kind person) (id ?s))
  (fact (name "thirsty") (of ?s) (value "yes"))
  =>
  (assert (counted (fact "cups") (id ?s))))

(defrule number-cups
  (declare (salience -2))
  (subject (kind case) (id ?s))
  (not (fact (name "cups") (of ?s)))
  =>
  (assert (fact (name "cups") (of ?s) (value (length$ (find-all-facts ((?c counted)) (eq ?c:fact "cups")))))))

; tea.boil
; clauses: tea-1, tea-2
(defrule rule-tea.boil
  "Because of tea.boil."
  (fact (name "water") (of "case") (value "cold"|"unasked"))
  (fact (name "ready") (of "case") (value "no"))
  =>
  (assert (fired (rule "tea.boil") (of "case") (says should) (what "tea.boil"))))

; tea.excuse
; clauses: tea-1, tea-2
(defrule rule-tea.excuse
  "Because of tea.excuse."
  (subject (kind person) (id ?s))
  (fact (name "thirsty") (of ?s) (value "yes"))
  (fact (name "served") (of ?s) (value "no"))
  =>
  (assert (fired (rule "tea.excuse") (of ?s) (says must) (what "tea.apologise"))))

; tea.ready
; clauses: tea-1, tea-2
(defrule rule-tea.ready
  "Because of tea.ready."
  (fact (name "water") (of "case") (value "hot"))
  (fact (name "cups") (of "case") (value ?n2&:(integerp ?n2)&:(>= ?n2 1)))
  =>
  (assert (fired (rule "tea.ready") (of "case") (says conclude) (what "ready")))
  (assert (fact (name "ready") (of "case") (value "yes"))))

; tea.serve
; clauses: tea-1, tea-2
(defrule rule-tea.serve
  "Because of tea.serve."
  (fact (name "ready") (of "case") (value "yes"))
  (subject (kind person) (id ?s))
  (fact (name "thirsty") (of ?s) (value "yes"))
  =>
  (assert (fired (rule "tea.serve") (of ?s) (says conclude) (what "served")))
  (assert (fact (name "served") (of ?s) (value "yes"))))
