// Results of verification cases as one web page that needs nothing beside it.
//
// A summary, the table of report.hpp, and for every case the error against the spacing (or step) with its slope, and where
// a case follows a front, the front over time beside the exact one with the error below. Drawn as SVG within the page; light
// or dark as the reader's system is; colours of Okabe & Ito, which all kinds of colour vision tell apart, with markers and
// dashes that say the same.
#pragma once

#include <string>
#include <vector>

#include "verify/verification_case.hpp"

namespace iceball::verify {

// What ran: printed at the head of the page.
struct ReportHead {
    std::string version, compiler, date;
};
// This build, now.
ReportHead report_head();

std::string html_report(const std::vector<CaseResult>& results, const ReportHead& head);

}  // namespace iceball::verify
