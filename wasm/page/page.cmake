# SPDX-License-Identifier: Apache-2.0
# cmake -DFROM=web -DTO=FOLDER -P page.cmake: the page of `rampart serve` with a backend of its own, and the policy that a server
# would send as a header.
file(READ ${FROM}/index.html page)

# insert BEFORE TEXT: what the page must have in exactly this form.
function(insert before text)
    string(FIND "${page}" "${before}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "${FROM}/index.html has no ${before}")
    endif()
    string(REPLACE "${before}" "${text}${before}" page "${page}")
    set(page "${page}" PARENT_SCOPE)
endfunction()

insert("<title>" "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
worker-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'\">\n")
insert("<script src=\"page.js\"" "<script src=\"backend.js\" defer></script>\n")
file(WRITE ${TO}/index.html "${page}")
