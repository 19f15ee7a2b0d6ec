-- SPDX-License-Identifier: Apache-2.0
-- Neovim, from version 0.7 on: :luafile this file, or put it into the folder plugin/ of the configuration.
vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'json', 'yaml' },
  callback = function(event)
    local client = vim.lsp.start_client({
      name = 'rampart',
      cmd = { vim.g.rampart_path or 'rampart', 'lsp' },
      root_dir = vim.fn.getcwd(),
    })
    if client then vim.lsp.buf_attach_client(event.buf, client) end
  end,
})
