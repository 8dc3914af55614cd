#include "case/load_case.hpp"

#include "case/overrides.hpp"
#include "case/sections.hpp"

namespace iceball {

Case read_case(Document document, const std::vector<std::string>& overrides, CaseOrigin origin) {
    Problems problems;
    for (const std::string& assignment : overrides) apply_override(document.root, assignment, problems);
    Case c;
    c.path = document.path;
    c.origin = origin;
    c.text = std::move(document.text);
    c.overrides = overrides;
    TableReader root(document.root, "", problems);
    Names names;
    c.title = root.text("title").value_or("");
    read_libraries(root, c, names);
    read_blood(root, c);
    read_tissues(root, c, names);
    read_domain(root, c, names);
    read_surroundings(root, c);
    read_regions(root, c, names);
    read_sources(root, c);
    read_probes(root, c, names);
    read_contacts(root, c, names);
    read_protocol(root, c, names);
    read_target(root, c, names);
    read_sensors(root, c);
    read_injury(root, c, names);
    read_output(root, c);
    root.finish();
    problems.throw_if_any();
    c.resolved = resolve(c);
    return c;
}

Case load_case(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
    return read_case(read_document(path), overrides, CaseOrigin::case_file);
}

Case load_case_text(const std::string& text, const std::filesystem::path& folder,
                    const std::vector<std::string>& overrides) {
    return read_case(parse_document(text, folder / "case.toml"), overrides, CaseOrigin::case_file);
}

}  // namespace iceball
