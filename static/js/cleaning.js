// A text as the server takes it: consultation/questionnaire/cleaning.py does the same.
const LINE_ENDS = /\r\n|[\r\u2028\u2029]/g;
const NEVER_KEPT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;
// In a script \ufeff is a blank, on the server it is not.
const OUTER = /^[^\S\ufeff]+|[^\S\ufeff]+$/g;

export const clean = (text) => text.replace(LINE_ENDS, "\n").replace(NEVER_KEPT, "").normalize("NFC").replace(OUTER, "");
