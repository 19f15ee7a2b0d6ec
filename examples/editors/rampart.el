;;; rampart.el --- policies of RAM in Emacs -*- lexical-binding: t -*-
;; SPDX-License-Identifier: Apache-2.0
;; Load this file, and say M-x eglot in a document.

(require 'eglot)

(defvar rampart-path "rampart" "The program.")

(add-to-list 'eglot-server-programs
             `((js-json-mode json-mode js-mode yaml-mode conf-mode) . (,rampart-path "lsp")))

(provide 'rampart)
;;; rampart.el ends here
