// Made by `npm run schema`.
export interface paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is logged in, in which roles
         * @description 当前账号与角色
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Log in
         * @description 登录
         */
        post: operations["post_session"];
        /**
         * Log out
         * @description 退出登录
         */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the own password
         * @description 更改口令
         */
        post: operations["post_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts with their roles
         * @description 账号与角色
         */
        get: operations["get_users"];
        put?: never;
        /**
         * Open an account for a person
         * @description 开通账号
         */
        post: operations["post_users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an account a new first password
         * @description 重置口令
         */
        post: operations["post_users_user_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/person": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The personal record behind an account, masked where not allowed
         * @description 账号背后的个人信息
         */
        get: operations["get_users_user_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/persons/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a personal record; the journal keeps its commitment
         * @description 删除个人信息
         */
        delete: operations["delete_persons_person"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ways to log in
         * @description 登录方式
         */
        get: operations["get_session_ways"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send the browser to the provider to log in
         * @description 转到统一身份认证登录
         */
        get: operations["get_oidc_login"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the provider sends the browser back; a page that goes on to the desk
         * @description 统一身份认证返回
         */
        get: operations["get_oidc_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}/subject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tie an account to who somebody is for the provider, in place of an earlier tie
         * @description 绑定身份
         */
        post: operations["post_users_user_subject"];
        /**
         * Untie an account; its sessions end
         * @description 解除绑定
         */
        delete: operations["delete_users_user_subject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Organisations by code and name
         * @description 机构名录
         */
        get: operations["get_organisations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The schemes and their versions
         * @description 政策
         */
        get: operations["get_schemes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the version in force asks about a case
         * @description 政策要问的事实
         */
        get: operations["get_schemes_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes/law": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The law in force, item by item, to hold against the original
         * @description 政策条款与参数，供对照原文核对
         */
        get: operations["get_schemes_law"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schemes/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the rules say of stated facts, clause by clause; nothing is kept
         * @description 预判
         */
        post: operations["post_schemes_decision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The workflows
         * @description 办理流程
         */
        get: operations["get_workflows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sheets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The score sheets
         * @description 评分表
         */
        get: operations["get_sheets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have something done, as the table of rights and the workflow allow; the receipt proves it
         * @description 办理：在权限表和流程允许时执行，返回回执
         */
        post: operations["post_commands"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The applications that may be seen
         * @description 申请列表
         */
        get: operations["get_applications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One application
         * @description 一件申请
         */
        get: operations["get_applications_application"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that happened to an application
         * @description 一件申请的全部记录
         */
        get: operations["get_applications_application_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application}/pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The evidence pack: events, proofs and documents, to be checked far from here
         * @description 证据包：事件、证明与文件，可离线核验
         */
        get: operations["get_applications_application_pack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for the user, the most urgent first
         * @description 待办
         */
        get: operations["get_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deadlines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is due until a day
         * @description 到期提醒
         */
        get: operations["get_deadlines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Programmes and their lines
         * @description 项目计划与预算线
         */
        get: operations["get_programmes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The money by programme, year, district, kind
         * @description 资金台账
         */
        get: operations["get_board"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Money steps
         * @description 资金步骤
         */
        get: operations["get_steps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ledger of spaces
         * @description 资源台账
         */
        get: operations["get_spaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spaces/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Spaces counted by district, street or kind
         * @description 台账分组计数
         */
        get: operations["get_spaces_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spaces/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the spaces are
         * @description 台账地图
         */
        get: operations["get_spaces_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/space": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One space: facts with their sources, place, what was found of it
         * @description 一处空间
         */
        get: operations["get_space"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find spaces and applications
         * @description 检索空间与申请
         */
        get: operations["get_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The fields of the ledger
         * @description 台账字段
         */
        get: operations["get_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a list for an import
         * @description 上传台账表格
         */
        post: operations["post_lists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The jobs, the newest first
         * @description 后台任务
         */
        get: operations["get_jobs"];
        put?: never;
        /**
         * Ask for long work
         * @description 提交后台任务
         */
        post: operations["post_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job
         * @description 一项任务
         */
        get: operations["get_jobs_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a job that has not ended; one that has stays as it is
         * @description 取消任务
         */
        post: operations["post_jobs_job_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The whole result of a job that is done
         * @description 任务结果
         */
        get: operations["get_jobs_job_result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file that a job wrote
         * @description 任务产生的文件
         */
        get: operations["get_jobs_job_files_name"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a job is, as server-sent events, until it ends
         * @description 任务进度
         */
        get: operations["get_jobs_job_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people found of pairs of spaces, oldest first
         * @description 合并记录
         */
        get: operations["get_merges"];
        put?: never;
        /**
         * Find two spaces one, undo that, or find them different
         * @description 合并、撤销合并或认定不同
         */
        post: operations["post_merges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application}/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write a letter as PDF, Chinese with an English reading copy, and keep both as documents
         * @description 生成公文 PDF（中文正本与英文参考本），存为文件
         */
        post: operations["post_applications_application_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a document: PDF, PNG, JPEG, XLSX, DOCX, plain text or CSV
         * @description 上传文件
         */
        post: operations["post_documents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{application}/documents/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document of an application
         * @description 下载申请的文件
         */
        get: operations["get_applications_application_documents_sha256"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A document, for those who may read every application
         * @description 下载文件
         */
        get: operations["get_documents_sha256"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lines of the journal, for auditors
         * @description 日志
         */
        get: operations["get_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a checkpoint of the journal
         * @description 签发检查点
         */
        post: operations["post_checkpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proofs/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The proof that an event is in the journal (RFC 6962, 2.1.1)
         * @description 收录证明
         */
        get: operations["get_proofs_inclusion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proofs/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The proof that a journal begins with an older one (RFC 6962, 2.1.2)
         * @description 一致性证明
         */
        get: operations["get_proofs_consistency"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many events there are, whenever there are more (server-sent events)
         * @description 实时通知
         */
        get: operations["get_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public notices that run today
         * @description 公示
         */
        get: operations["get_notices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The text of a public notice that runs
         * @description 公示全文
         */
        get: operations["get_notices_sha256"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This interface as OpenAPI 3.1
         * @description 接口描述
         */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This interface as a page
         * @description 接口说明页
         */
        get: operations["get_api"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process answers
         * @description 存活
         */
        get: operations["get_healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the database can be read
         * @description 就绪
         */
        get: operations["get_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters in the text format of Prometheus
         * @description 指标
         */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The body of a problem, `application/problem+json`. */
        Problem: {
            /** @description `urn:reweave:problem:` and the code. */
            type: string;
            /**
             * Format: uint16
             * @description The status.
             */
            status: number;
            /** @description A stable word. */
            code: string;
            /** @description What is wrong, in English; both languages stand under `text`. */
            title: string;
            /** @description What is wrong. */
            text: components["schemas"]["Text"];
            /** @description What can be done. */
            remedy: components["schemas"]["Text"];
            /** @description Where in the request, if the fault has a place. */
            pointer?: string | null;
        };
        /** @description One statement in both languages, equal in content. */
        Text: {
            zh: string;
            en: string;
        };
        /** @description A session that was opened. */
        Opened: {
            /** @description The token; browsers have it as a cookie, others send it as `Authorization: Bearer`. */
            token: string;
            /**
             * Format: int64
             * @description Until when it holds: milliseconds since 1970-01-01T00:00:00Z.
             */
            until: number;
            /** @description Whether the password has to be changed before anything else. */
            must_change: boolean;
        };
        /** @description Who logs in. */
        Login: {
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description Its password. */
            password: string;
        };
        UserId: string;
        /** @description Who is logged in. */
        Me: {
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description For whom it works. */
            organisation?: components["schemas"]["OrgCode"] | null;
            /** @description The roles that it holds today, with whose they are where they were delegated. */
            roles: components["schemas"]["HeldRole"][];
            /** @description Whether the password has to be changed before anything else. */
            must_change: boolean;
        };
        /** @description Unified social credit code (GB 32100-2015) with its check character. */
        OrgCode: string;
        /** @description A role that is held. */
        HeldRole: {
            /** @description Which. */
            role: components["schemas"]["Role"];
            /** @description Whose, where it was delegated. */
            on_behalf_of?: components["schemas"]["UserId"] | null;
        };
        /** @description What a user may be. */
        Role: "applicant" | "district_officer" | "municipal_officer" | "department" | "expert" | "finance" | "verifier" | "bank" | "auditor" | "analyst" | "administrator";
        /** @description A change of the own password. */
        PasswordChange: {
            /** @description The present one. */
            old: string;
            /** @description The new one: 12 to 128 characters, without the account's name. */
            new: string;
        };
        CommandId: string;
        /** @description A new account with its first password. */
        NewAccount: {
            /** @description The receipt of the registration. */
            receipt: components["schemas"]["Receipt"];
            /** @description The password, shown once; absent where the request repeats an earlier one. */
            password?: string | null;
        };
        /** @description A command that was carried out; its events are on the disk. */
        Receipt: {
            /** @description The command. */
            command: components["schemas"]["CommandId"];
            /**
             * Format: uint64
             * @description The number of its first event.
             */
            first: number;
            /**
             * Format: uint64
             * @description How many events it has.
             */
            events: number;
            /** @description Whether it had been carried out before; nothing was done again. */
            repeated: boolean;
            /**
             * Format: uint64
             * @description How many events the journal had when it was answered.
             */
            size: number;
            /** @description The root over them: a proof that it was received. */
            root: components["schemas"]["Digest"];
        };
        /** @description SHA-256, hexadecimal. */
        Digest: string;
        /** @description A person who gets an account. */
        NewUser: {
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description For whom the person works. */
            organisation: components["schemas"]["OrgCode"];
            /** @description The person, under a pseudonym. */
            person: components["schemas"]["PersonId"];
            /** @description The personal record, kept apart from the journal. */
            record: components["schemas"]["PersonRecord"];
        };
        PersonId: string;
        /** @description What is known of a person: kept apart, masked, erasable. */
        PersonRecord: {
            /** @description The name. */
            name: string;
            /** @description The telephone number. */
            phone?: string | null;
            /** @description The address for mail. */
            email?: string | null;
        };
        /** @description A password that was set by an administrator, shown once. */
        FirstPassword: {
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description Its password, to be changed at the first login. */
            password: string;
        };
        /** @description The personal record behind an account. */
        Person: {
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            /** @description What is known; masked for those without the right to read it. */
            record: components["schemas"]["PersonRecord"];
            /** @description Whether it is masked. */
            masked: boolean;
        };
        /** @description The ways to log in. */
        Ways: {
            /** @description By account and password. */
            password: boolean;
            /** @description By the provider: send the browser to `/api/v1/oidc/login`. */
            oidc: boolean;
        };
        /** @description Who somebody is for the provider. */
        Subject: {
            /** @description The `sub` of their identity there. */
            subject: string;
        };
        /** @description A page of a list. */
        Rows: {
            /** @description Its rows. */
            rows: components["schemas"]["OrganisationWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description An organisation; legal persons are public. */
        OrganisationWire: {
            /** @description Its unified social credit code. */
            code: components["schemas"]["OrgCode"];
            /** @description Its registered name. */
            name: string;
        };
        /** @description A page of a list. */
        Rows2: {
            /** @description Its rows. */
            rows: components["schemas"]["UserWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description An account for those who give roles and appoint. */
        UserWire: {
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description For whom it works. */
            organisation: components["schemas"]["OrgCode"];
            /** @description The person behind it, for administrators. */
            person?: components["schemas"]["PersonId"] | null;
            /** @description Its roles, those that are over too. */
            grants: components["schemas"]["GrantWire"][];
        };
        /** @description A role that was given. */
        GrantWire: {
            /** @description The grant. */
            grant: components["schemas"]["GrantId"];
            /** @description The role. */
            role: components["schemas"]["Role"];
            /** @description Of a district officer. */
            district?: components["schemas"]["DistrictId"] | null;
            /** @description Of a member of a department. */
            department?: components["schemas"]["DepartmentId"] | null;
            /** @description Its first day. */
            from: components["schemas"]["Day"];
            /** @description Its last day, if it ends. */
            to?: components["schemas"]["Day"] | null;
        };
        GrantId: string;
        DistrictId: string;
        DepartmentId: string;
        /**
         * Format: date
         * @description A day, yyyy-mm-dd.
         */
        Day: string;
        /** @description A page of a list. */
        Rows3: {
            /** @description Its rows. */
            rows: components["schemas"]["SchemeKnown"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A scheme with its versions. */
        SchemeKnown: {
            /** @description Its id. */
            id: string;
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description Its versions, oldest first. */
            versions: components["schemas"]["VersionKnown"][];
        };
        /** @description A version of a scheme. */
        VersionKnown: {
            /** @description Its id. */
            id: string;
            /** @description Its title. */
            name: components["schemas"]["Text"];
            /** @description The number of the document, or `not_seen`. */
            document: string;
            /** @description First day in force. */
            from: components["schemas"]["Day"];
            /** @description Last day in force; absent while it has no known end. */
            to?: components["schemas"]["Day"] | null;
            /** @description Whether it was only published for comment. */
            draft: boolean;
        };
        /** @description A page of a list. */
        Rows4: {
            /** @description Its rows. */
            rows: components["schemas"]["FactAsked"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A fact that a scheme asks for. */
        FactAsked: {
            /** @description Its name in the scheme's files. */
            name: string;
            /** @description What it is. */
            label: components["schemas"]["Text"];
            /** @description Who can supply it. */
            supplier: components["schemas"]["Text"];
            /** @description `bool`, `number`, `text`, `choice`, `date`, `texts` or `list`. */
            holds: string;
            /** @description The unit of a number, as files write it. */
            unit?: string | null;
            /** @description The unit of a number for people. */
            unit_label?: components["schemas"]["Text"] | null;
            /** @description The keys of a choice with their labels. */
            choices: components["schemas"]["ChoiceKnown"][];
            /** @description Whether an applicant who is refused may be told to change it. */
            can_change: boolean;
        };
        /** @description A key that can be chosen. */
        ChoiceKnown: {
            /** @description The key. */
            key: string;
            /** @description What it means. */
            label: components["schemas"]["Text"];
        };
        /** @description The law of one version for who holds it against the original. */
        LawKnown: {
            /** @description The scheme. */
            scheme: string;
            /** @description The version. */
            version: components["schemas"]["VersionKnown"];
            /** @description Titles or addresses of the texts that the scheme names, by key. */
            documents: {
                [key: string]: string;
            };
            /** @description The values that expressions read. */
            parameters: components["schemas"]["ParameterKnown"][];
            /** @description Everything else that stands on a text: dates, clauses, modes, payments, definitions. */
            rules: components["schemas"]["RuleKnown"][];
        };
        /** @description A parameter with its values in the time of the version. */
        ParameterKnown: {
            /** @description Its name in expressions. */
            id: string;
            /** @description What it is. */
            label: components["schemas"]["Text"];
            /** @description As of a fact: `bool`, `number`, `text`, `choice`, `date`, `texts` or `list`. */
            holds: string;
            /** @description The unit of a number for people. */
            unit_label?: components["schemas"]["Text"] | null;
            /** @description The keys of a choice with their labels. */
            choices: components["schemas"]["ChoiceKnown"][];
            /** @description The fact that names the place which sets it; absent where the scheme itself does. */
            set_by?: string | null;
            /** @description Its values, by place and day. */
            values: components["schemas"]["ValueKnown"][];
        };
        /** @description A value from a day on. */
        ValueKnown: {
            /** @description What a confirmation names. */
            item: components["schemas"]["LawItem"];
            /** @description For people; absent where it is known not to be known. */
            shown?: components["schemas"]["Text"] | null;
            /** @description As a confirmation writes it. */
            written?: string | null;
            /** @description Where it stands. */
            ground: components["schemas"]["GroundKnown"];
        };
        /** @description One item of a scheme's law. */
        LawItem: {
            /** @constant */
            of: "value";
            /** @description The parameter. */
            parameter: components["schemas"]["Prose"];
            /** @description The place whose value it is, of a parameter that places set. */
            place?: components["schemas"]["Prose"] | null;
            /** @description The day from which the value holds. */
            from: components["schemas"]["Day"];
        } | {
            /** @constant */
            of: "rule";
            /** @description The version. */
            version: components["schemas"]["Prose"];
            /** @description The item. */
            item: components["schemas"]["Prose"];
        };
        /** @description A text that is not blank, without control characters and marks of direction. */
        Prose: string;
        /** @description Where an item stands, and who held it against that. */
        GroundKnown: {
            /** @description How far it can be trusted; a confirmed one counts as seen. */
            mark: components["schemas"]["Mark"];
            /** @description Addresses or titles of the texts it was taken from. */
            sources: string[];
            /** @description Where in the instrument; absent where nobody here has read it. */
            article?: string | null;
            /** @description The official's confirmation. */
            confirmed?: components["schemas"]["ConfirmationKnown"] | null;
        };
        /**
         * @description How far a value can be trusted.
         *
         *     The first five are the confidence marks of the policy fact base; the last three say how a value
         *     that is not a policy fact came to be.
         */
        Mark: "V" | "S" | "D" | "B" | "X" | "R" | "M" | "A";
        /** @description Who confirmed an item, when, against what. */
        ConfirmationKnown: {
            /** @description Who. */
            by: string;
            /** @description When. */
            on: components["schemas"]["Day"];
            /** @description The text. */
            against: string;
        };
        /** @description A rule of the version. */
        RuleKnown: {
            /** @description What a confirmation names. */
            item: components["schemas"]["LawItem"];
            /** @description What it says. */
            label: components["schemas"]["Text"];
            /** @description Where it stands. */
            ground: components["schemas"]["GroundKnown"];
        };
        /** @description A case before anyone applies. */
        Case: {
            /** @description The scheme. */
            scheme: string;
            /** @description The day; it picks the version. Today where it is left out. */
            on?: components["schemas"]["Day"] | null;
            /**
             * @description Facts by the names that the scheme gives them: a value, `"unknown"`, or `{value, unit,
             *     origin, date, mark}`.
             */
            facts: {
                [key: string]: unknown;
            };
        };
        /** @description A page of a list. */
        Rows5: {
            /** @description Its rows. */
            rows: components["schemas"]["FlowWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A workflow. */
        FlowWire: {
            /** @description Its id. */
            id: components["schemas"]["WorkflowId"];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description How far its order can be trusted: the letter of its mark. */
            mark: string;
            /** @description What is known of its true order. */
            note: components["schemas"]["Text"];
            /** @description The departments that give opinions. */
            departments: {
                [key: string]: components["schemas"]["Text"];
            };
            /** @description The kinds of evidence. */
            evidence: {
                [key: string]: components["schemas"]["EvidenceKnown"];
            };
            /** @description The milestones of the works. */
            milestones: {
                [key: string]: components["schemas"]["Text"];
            };
            /** @description Its stages in order. */
            stages: components["schemas"]["StageWire"][];
            /** @description How an investment subsidy is paid, in order. */
            tranches: components["schemas"]["TrancheKnown"][];
            /** @description Whether interest is subsidised, and in which stages claims are made. */
            interest_stages?: components["schemas"]["StageId"][] | null;
            /** @description The ends that can be appealed against, within how many working days. */
            appeal?: components["schemas"]["AppealKnown"] | null;
        };
        WorkflowId: string;
        /** @description A kind of evidence. */
        EvidenceKnown: {
            /** @description What it is. */
            name: components["schemas"]["Text"];
            /** @description The roles whose word it is; anyone's who may attach evidence when empty. */
            by: components["schemas"]["Role"][];
        };
        /** @description A stage; an end has no one who answers. */
        StageWire: {
            /** @description Its id. */
            id: components["schemas"]["StageId"];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /** @description How far it can be trusted: the letter of its mark. */
            mark: string;
            /** @description What it asks and where it leads; an end has none. */
            work?: components["schemas"]["WorkWire"] | null;
        };
        StageId: string;
        /** @description What a stage asks, and where it leads. */
        WorkWire: {
            /** @description Who ends it. */
            answers: components["schemas"]["Role"];
            /**
             * Format: uint16
             * @description Working days from the day after it began.
             */
            deadline_days?: number | null;
            /** @description Evidence that must be attached before it passes. */
            evidence: components["schemas"]["EvidenceKind"][];
            /** @description Facts that must be stated before it passes. */
            facts: components["schemas"]["FactKind"][];
            /** @description Milestones that must be accepted. */
            milestones: components["schemas"]["MilestoneId"][];
            /** @description The departments that answer in parallel. */
            branches: {
                [key: string]: components["schemas"]["DepartmentId"];
            };
            /** @description How many of them must agree. */
            agreement: components["schemas"]["Agreement"];
            /**
             * Format: uint16
             * @description Days of a public notice that must have run out.
             */
            notice_days?: number | null;
            /** @description The sheet that experts score by. */
            score?: components["schemas"]["ScoreKnown"] | null;
            /** @description Whether a decision under the rules must be recorded. */
            decision: boolean;
            /** @description Whether the final letter must have been issued. */
            letter: boolean;
            /** @description Money steps that may be proposed here. */
            money: components["schemas"]["MoneyKind"][];
            /** @description Those of them that must be done. */
            money_required: components["schemas"]["MoneyKind"][];
            /** @description Where each outcome leads. */
            moves: {
                [key: string]: components["schemas"]["StageId"];
            };
        };
        EvidenceKind: string;
        /** @description The name of a [`Stated`], for workflows that ask for it. */
        FactKind: "displaced_tenant" | "structure_and_fire_before" | "structure_and_fire_after" | "traffic_promised" | "traffic_delivered" | "enterprises_promised" | "enterprises_delivered";
        MilestoneId: string;
        /** @description How many departments must agree. */
        Agreement: "all" | "majority" | "heard";
        /** @description Scores that a stage asks for. */
        ScoreKnown: {
            /** @description By which sheet. */
            sheet: components["schemas"]["SheetId"];
            /**
             * Format: uint32
             * @description By how many appointed experts at least.
             */
            experts_min: number;
            /**
             * Format: uint32
             * @description Mean of their totals that is needed.
             */
            points_min: number;
        };
        SheetId: string;
        /**
         * @description Money steps that a stage can allow. Demands, receipts and write-offs need no stage, and what is
         *     not needed any more can be given back after the end.
         */
        MoneyKind: "reserve" | "release" | "commit" | "reduce" | "cancel";
        /** @description A part of an investment subsidy. */
        TrancheKnown: {
            /** @description Its id. */
            id: components["schemas"]["TrancheId"];
            /** @description Its name. */
            name: components["schemas"]["Text"];
            /**
             * Format: uint32
             * @description The share of the award that is paid with it, those before it included. [1/10,000]
             */
            cumulative_bp: number;
            /** @description The stage in which it is paid. */
            stage: components["schemas"]["StageId"];
            /** @description Evidence that must be attached. */
            evidence: components["schemas"]["EvidenceKind"][];
            /** @description Milestones that must be accepted. */
            milestones: components["schemas"]["MilestoneId"][];
        };
        TrancheId: string;
        /** @description How refusals are appealed against. */
        AppealKnown: {
            /** @description The ends that can be appealed against. */
            from: components["schemas"]["StageId"][];
            /**
             * Format: uint16
             * @description Working days after the refusal.
             */
            within_days: number;
            /** @description Who rules. */
            answers: components["schemas"]["Role"];
        };
        /** @description A page of a list. */
        Rows6: {
            /** @description Its rows. */
            rows: components["schemas"]["SheetWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A score sheet in its versions, oldest first. */
        SheetWire: {
            /** @description Its id. */
            sheet: components["schemas"]["SheetId"];
            /** @description The criteria of each version. */
            versions: components["schemas"]["Criterion"][][];
        };
        /** @description A criterion of a score sheet. */
        Criterion: {
            /** @description What is judged. */
            name: components["schemas"]["Prose"];
            /**
             * Format: uint32
             * @description The most points.
             */
            points_max: number;
        };
        /** @description What is asked of the desk; its id is the `Idempotency-Key`. */
        CommandBody: {
            /** @description The role in which the user acts. */
            role: components["schemas"]["Role"];
            /**
             * @description The user whose role was delegated, if it is not the own.
             * @default null
             */
            on_behalf_of?: components["schemas"]["UserId"] | null;
            /**
             * Format: uint64
             * @description The version of the application that the user saw; `If-Match` says the same.
             * @default null
             */
            expected?: number | null;
            /** @description What. */
            action: components["schemas"]["Action"];
        };
        /** @description What is asked of the desk. */
        Action: {
            /** @constant */
            kind: "found";
            /** @description The office. */
            organisation: components["schemas"]["OrgCode"];
            /** @description Its name. */
            name: components["schemas"]["Prose"];
            /** @description The person behind the first account. */
            person: components["schemas"]["PersonId"];
            /** @description Commitment to the personal record. */
            commitment: components["schemas"]["Digest"];
            /** @description The ciphers that the desk goes by from here on. */
            suite?: components["schemas"]["Suite"];
        } | {
            /** @constant */
            kind: "register_organisation";
            /** @description Its code. */
            organisation: components["schemas"]["OrgCode"];
            /** @description Its name. */
            name: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "register_user";
            /** @description The account. */
            user: components["schemas"]["UserId"];
            /** @description For whom the person works. */
            organisation: components["schemas"]["OrgCode"];
            /** @description The person. */
            person: components["schemas"]["PersonId"];
            /** @description Commitment to the personal record. */
            commitment: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "grant_role";
            /** @description The grant. */
            grant: components["schemas"]["GrantId"];
            /** @description To whom. */
            user: components["schemas"]["UserId"];
            /** @description Which. */
            role: components["schemas"]["Role"];
            /** @description The district of a district officer. */
            district?: components["schemas"]["DistrictId"] | null;
            /** @description The department of a member of a department. */
            department?: components["schemas"]["DepartmentId"] | null;
            /** @description The first day. */
            from: components["schemas"]["Day"];
            /** @description The last day; open when absent. */
            to?: components["schemas"]["Day"] | null;
        } | {
            /** @constant */
            kind: "revoke_role";
            /** @description The grant. */
            grant: components["schemas"]["GrantId"];
        } | {
            /** @constant */
            kind: "delegate";
            /** @description Who may act. */
            to: components["schemas"]["UserId"];
            /** @description The first day. */
            from: components["schemas"]["Day"];
            /** @description The last day. */
            until: components["schemas"]["Day"];
        } | {
            /** @constant */
            kind: "erase_person";
            /** @description The person. */
            person: components["schemas"]["PersonId"];
        } | {
            /** @constant */
            kind: "declare_interest";
            /** @description The organisation. */
            organisation: components["schemas"]["OrgCode"];
        } | {
            /** @constant */
            kind: "record_share";
            /** @description Who holds it. */
            holder: components["schemas"]["Party"];
            /** @description In whom. */
            held: components["schemas"]["OrgCode"];
            /**
             * Format: uint16
             * @description How much, in hundredths of a percent.
             */
            share_bp: number;
            /** @description SHA-256 of the extract that shows it. */
            evidence: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "confirm_law";
            /** @description The scheme. */
            scheme: string;
            /** @description The item. */
            item: components["schemas"]["LawItem"];
            /** @description What was found there. */
            confirmation: components["schemas"]["LawConfirmation"];
        } | {
            /** @constant */
            kind: "withdraw_confirmation";
            /** @description The scheme. */
            scheme: string;
            /** @description The item. */
            item: components["schemas"]["LawItem"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "open_programme";
            /** @description The programme. */
            programme: components["schemas"]["ProgrammeId"];
            /** @description The scheme whose law decides. */
            scheme: string;
            /** @description The order of its stages. */
            workflow: components["schemas"]["WorkflowId"];
            /** @description Whose money it is. */
            level: components["schemas"]["FundLevel"];
            /** @description Its districts. */
            districts: components["schemas"]["DistrictId"][];
            /** @description Its kinds of projects. */
            project_kinds: components["schemas"]["ProjectKind"][];
        } | {
            /** @constant */
            kind: "adopt_workflow";
            /** @description The programme. */
            programme: components["schemas"]["ProgrammeId"];
        } | {
            /** @constant */
            kind: "open_line";
            /** @description The line. */
            line: components["schemas"]["LineId"];
            /** @description The programme. */
            programme: components["schemas"]["ProgrammeId"];
            /**
             * Format: int16
             * @description The budget year.
             */
            year: number;
            /** @description The district. */
            district: components["schemas"]["DistrictId"];
            /** @description The kind of projects. */
            project_kind: components["schemas"]["ProjectKind"];
        } | {
            /** @constant */
            kind: "publish_sheet";
            /** @description The sheet. */
            sheet: components["schemas"]["SheetId"];
            /**
             * Format: uint32
             * @description The version.
             */
            version: number;
            /** @description Its criteria. */
            criteria: components["schemas"]["Criterion"][];
        } | {
            /** @constant */
            kind: "open_application";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description The programme. */
            programme: components["schemas"]["ProgrammeId"];
            /** @description Where the project lies. */
            district: components["schemas"]["DistrictId"];
            /** @description Its kind. */
            project_kind: components["schemas"]["ProjectKind"];
            /** @description How it is to be supported. */
            mode: components["schemas"]["Mode"];
            /** @description What it is called. */
            title: components["schemas"]["Prose"];
            /** @description Its spaces; several for a bundled area project 打捆申报. */
            parts: components["schemas"]["Part"][];
            /** @description Kinds of works on them. */
            works: components["schemas"]["WorkKind"][];
            /** @description When the works begin. */
            works_from: components["schemas"]["Day"];
        } | {
            /** @constant */
            kind: "on";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description What. */
            do: components["schemas"]["Move"];
        } | {
            /** @constant */
            kind: "propose_money";
            /** @description The step. */
            step: components["schemas"]["StepId"];
            /** @description What it does. */
            money: components["schemas"]["Money"];
        } | {
            /** @constant */
            kind: "approve_money";
            /** @description The step. */
            step: components["schemas"]["StepId"];
        } | {
            /** @constant */
            kind: "refuse_money";
            /** @description The step. */
            step: components["schemas"]["StepId"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "post_payment";
            /** @description The step. */
            step: components["schemas"]["StepId"];
            /** @description The bank's reference. */
            reference: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "void_payment";
            /** @description The step. */
            step: components["schemas"]["StepId"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        };
        /**
         * @description Which ciphers protect a desk, from its founding on: everything in and beside its journal that
         *     is hashed, and its checkpoints' signatures.
         */
        Suite: "sha2" | "sm";
        /** @description Someone who can hold a share: an organisation or a person. */
        Party: {
            organisation: components["schemas"]["OrgCode"];
        } | {
            person: components["schemas"]["PersonId"];
        };
        /** @description That an item is as the original text says. */
        LawConfirmation: {
            /** @description The value as it was read in the original, as JSON; of values alone. */
            value?: components["schemas"]["Prose"] | null;
            /** @description The document that it was held against. */
            against: components["schemas"]["Prose"];
            /** @description Article, page or paragraph there. */
            article?: components["schemas"]["Prose"] | null;
        };
        ProgrammeId: string;
        /** @description How far a fund reaches: two municipal funds never pay for the same works. */
        FundLevel: "municipal" | "district";
        ProjectKind: string;
        LineId: string;
        ApplicationId: string;
        /** @description How a project is supported. */
        Mode: "investment_subsidy" | "interest_subsidy";
        /** @description A space of a project: its owner and its share of the planned investment. */
        Part: {
            /** @description The space. */
            space: components["schemas"]["SpaceId"];
            /** @description Who owns it. */
            owner: components["schemas"]["OrgCode"];
            /** @description Its part of the planned investment. */
            investment: components["schemas"]["Fen"];
        };
        /** @description A space by its name in the ledger. */
        SpaceId: string;
        /** @description An amount of money in fen, 0.01 yuan. */
        Fen: number;
        WorkKind: string;
        /** @description An action on one application that exists. */
        Move: {
            /** @constant */
            kind: "submit";
            /** @description SHA-256 of what is handed in. */
            content: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "decide";
            /** @description How. */
            outcome: components["schemas"]["Outcome"];
            /** @description On which grounds. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "give_opinion";
            /** @description The part. */
            branch: components["schemas"]["BranchId"];
            /** @description Whether the department agrees. */
            agrees: boolean;
            /** @description Its reasons. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "attach_evidence";
            /** @description What it is. */
            evidence: components["schemas"]["EvidenceKind"];
            /** @description SHA-256 of its bytes. */
            sha256: components["schemas"]["Digest"];
            /**
             * Format: uint64
             * @description Its size.
             */
            bytes: number;
            /** @description The invoice that it is, if it is one. */
            invoice?: components["schemas"]["Invoice"] | null;
        } | {
            /** @constant */
            kind: "clear_duplicate";
            /** @description The other application. */
            with: components["schemas"]["ApplicationId"];
            /** @description Why they are not. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "record_decision";
            /** @description Its summary. */
            decision: components["schemas"]["DecisionSummary"];
        } | {
            /** @constant */
            kind: "issue_letter";
            /** @description SHA-256 of the letter. */
            letter: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "publish_notice";
            /** @description SHA-256 of the notice. */
            notice: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "raise_objection";
            /** @description The objection. */
            objection: components["schemas"]["ObjectionId"];
            /** @description Commitment to who objects and to the text, kept apart. */
            commitment: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "answer_objection";
            /** @description The objection. */
            objection: components["schemas"]["ObjectionId"];
            /** @description Whether it is upheld; then the stage cannot pass. */
            upheld: boolean;
            /** @description Why. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "withdraw";
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "suspend";
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "resume";
        } | {
            /** @constant */
            kind: "request_entity_change";
            /** @description The entity that takes over. */
            organisation: components["schemas"]["OrgCode"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "rule_on_entity_change";
            /** @description Whether it is granted. */
            granted: boolean;
            /** @description Why. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "appeal";
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "rule_on_appeal";
            /** @description Whether it is upheld. */
            upheld: boolean;
            /** @description Why. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "appoint";
            /** @description Whom. */
            user: components["schemas"]["UserId"];
            /** @description As what. */
            role: components["schemas"]["Role"];
        } | {
            /** @constant */
            kind: "end_appointment";
            /** @description Whose. */
            user: components["schemas"]["UserId"];
            /** @description As what. */
            role: components["schemas"]["Role"];
        } | {
            /** @constant */
            kind: "report_milestone";
            /** @description The milestone. */
            milestone: components["schemas"]["MilestoneId"];
            /** @description SHA-256 of what shows it. */
            evidence: components["schemas"]["Digest"];
        } | {
            /** @constant */
            kind: "accept_milestone";
            /** @description The milestone. */
            milestone: components["schemas"]["MilestoneId"];
        } | {
            /** @constant */
            kind: "state_fact";
            /** @description The fact. */
            fact: components["schemas"]["Fact"];
        } | {
            /** @constant */
            kind: "score";
            /** @description The sheet. */
            sheet: components["schemas"]["SheetId"];
            /**
             * Format: uint32
             * @description The version scored by.
             */
            version: number;
            /** @description Points, in the order of its criteria. */
            points: number[];
        } | {
            /** @constant */
            kind: "move_loan";
            /** @description Drawn or repaid. */
            direction: components["schemas"]["LoanMove"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
            /** @description When. */
            on: components["schemas"]["Day"];
        } | {
            /** @constant */
            kind: "set_rate";
            /** @description The first day. */
            from: components["schemas"]["Day"];
            /**
             * Format: uint32
             * @description The rate that the bank takes, in millionths a year: 3.45 % is 34,500.
             */
            actual_ppm: number;
            /**
             * Format: uint32
             * @description The reference rate (LPR), in millionths a year.
             */
            reference_ppm: number;
        } | {
            /** @constant */
            kind: "claim_interest";
            /** @description The claim. */
            claim: components["schemas"]["TrancheId"];
            /** @description The first day. */
            from: components["schemas"]["Day"];
            /** @description The day after the last. */
            until: components["schemas"]["Day"];
        };
        /** @description How a stage ends. */
        Outcome: "pass" | "return" | "reject";
        BranchId: string;
        /** @description An invoice, as far as double payment is told by it. */
        Invoice: {
            /** @description Who issued it. */
            seller: components["schemas"]["OrgCode"];
            /** @description Its number as printed. */
            number: components["schemas"]["Prose"];
            /** @description Its date. */
            date: components["schemas"]["Day"];
            /** @description Its total with tax. */
            amount: components["schemas"]["Fen"];
        };
        /** @description What of a decision under the rules the desk needs; the whole record is known by its hash. */
        DecisionSummary: {
            /** @description The scheme's id. */
            scheme: string;
            /** @description The version of its law. */
            version: string;
            /** @description The day on which the case was decided. */
            date: components["schemas"]["Day"];
            /** @description Whether every gating clause is met. */
            met: boolean;
            /** @description The mode of support that the amount is for. */
            mode: components["schemas"]["Mode"];
            /** @description The decided amount; absent when the decision has none. */
            amount?: components["schemas"]["Fen"] | null;
            /** @description The investment on which the amount was computed. */
            investment?: components["schemas"]["Fen"] | null;
            /**
             * Format: uint32
             * @description The rate of support in hundredths of a percent, where the amount has one.
             */
            rate_bp?: number | null;
            /** @description Whether law took part that no official has confirmed against the original. */
            unconfirmed: boolean;
            /** @description Whether a result of a model took part. */
            provisional: boolean;
            /** @description Marks of all that took part. */
            marks: components["schemas"]["Mark"][];
            /** @description SHA-256 of the decision record. */
            record: components["schemas"]["Digest"];
        };
        ObjectionId: string;
        /** @description One fact about a project, and from what. */
        Fact: {
            /** @description What is stated. */
            stated: components["schemas"]["Stated"];
            /** @description Where it comes from. */
            source: components["schemas"]["Source"];
            /** @description SHA-256 of the document that shows it. */
            evidence: components["schemas"]["Digest"];
        };
        /** @description What a fact states. Unknown numbers are absent, never zero. */
        Stated: components["schemas"]["DisplacedTenant"] | components["schemas"]["StructureAndFire"] | components["schemas"]["Traffic"] | components["schemas"]["Enterprises"];
        /** @description A tenant: an organisation in the clear, a sole trader as the commitment to a record kept apart. */
        Tenant: {
            organisation: components["schemas"]["OrgCode"];
        } | {
            person: components["schemas"]["Digest"];
        };
        /** @description A code of GB/T 4754-2017: a letter A–T for the section, with up to four digits. */
        Industry: string;
        /** @description Where a displaced tenant went. */
        Destination: {
            /** @constant */
            to: "same_city";
            /** @description The place. */
            place: components["schemas"]["Prose"];
        } | {
            /** @constant */
            to: "elsewhere";
            /** @description The place. */
            place: components["schemas"]["Prose"];
        } | {
            /** @constant */
            to: "closed";
        } | {
            /** @constant */
            to: "unknown";
        };
        /** @description A tenant that had to leave. */
        DisplacedTenant: {
            /** @description The space that it left. */
            space: components["schemas"]["SpaceId"];
            /** @description Who it was. */
            tenant: components["schemas"]["Tenant"];
            /** @description Its industry, GB/T 4754 code. */
            industry?: components["schemas"]["Industry"] | null;
            /**
             * Format: uint64
             * @description The floor area that it left, in cm².
             */
            area_cm2?: number | null;
            /**
             * Format: uint32
             * @description People who worked there.
             */
            jobs?: number | null;
            /** @description The day on which it had left. */
            left_on: components["schemas"]["Day"];
            /** @description Where it went. */
            destination: components["schemas"]["Destination"];
        };
        /** @description Before or after the works. */
        When: "before" | "after";
        /** @description Grade of reliability of a civil building as a whole, GB 50292-2015, in Roman numerals there. */
        StructureGrade: "I" | "II" | "III" | "IV";
        /** @description State of structure and fire safety. */
        StructureAndFire: {
            /** @description The space. */
            space: components["schemas"]["SpaceId"];
            /** @description Before or after the works. */
            when: components["schemas"]["When"];
            /** @description Grade of the structure. */
            structure_grade?: components["schemas"]["StructureGrade"] | null;
            /** @description Whether it withstands the earthquake that its site is designed for. */
            seismic_ok?: boolean | null;
            /** @description Whether the fire authority has accepted it. */
            fire_accepted?: boolean | null;
        };
        /** @description A promise, or what became of it. */
        Promise: "promised" | "delivered";
        /** @description Traffic and parking. */
        Traffic: {
            /** @description Promised or delivered. */
            what: components["schemas"]["Promise"];
            /**
             * Format: uint32
             * @description Parking places for cars.
             */
            car_places?: number | null;
            /**
             * Format: uint32
             * @description Of them with a charger.
             */
            charging_places?: number | null;
            /**
             * Format: uint32
             * @description Parking places for bicycles.
             */
            bicycle_places?: number | null;
            /**
             * Format: uint32
             * @description Vehicles that come and go in the busiest hour.
             */
            peak_hour_vehicles?: number | null;
        };
        /** @description Size of an enterprise, 统计上大中小微型企业划分办法（2017）. */
        EnterpriseSize: "large" | "medium" | "small" | "micro";
        /** @description A number of enterprises of one size and industry. */
        Enterprises: {
            /** @description Promised or delivered. */
            what: components["schemas"]["Promise"];
            /**
             * Format: int16
             * @description The year for which it is promised, or in which it was counted.
             */
            year: number;
            /** @description Their size. */
            size: components["schemas"]["EnterpriseSize"];
            /** @description Their industry, GB/T 4754 code. */
            industry: components["schemas"]["Industry"];
            /**
             * Format: uint32
             * @description How many.
             */
            count: number;
            /**
             * Format: uint32
             * @description People who work there.
             */
            jobs?: number | null;
        };
        /** @description Where a value comes from. */
        Source: {
            /** @description File and row, instrument and article, model and version, or publication; for a reader. */
            origin: string;
            /** @description The day the value is from or valid since, when known. */
            date?: components["schemas"]["Day"] | null;
            /** @description How far it can be trusted. */
            mark: components["schemas"]["Mark"];
        };
        /** @description A movement of the principal of a loan. */
        LoanMove: "drawdown" | "repayment";
        StepId: string;
        /** @description What a money step does; every one is proposed by one person and approved by another. */
        Money: {
            /** @constant */
            kind: "appropriate";
            /** @description The line. */
            line: components["schemas"]["LineId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
        } | {
            /** @constant */
            kind: "cut";
            /** @description The line. */
            line: components["schemas"]["LineId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
        } | {
            /** @constant */
            kind: "carry_over";
            /** @description The line of the year that ends. */
            from: components["schemas"]["LineId"];
            /** @description The line of the year after. */
            to: components["schemas"]["LineId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
        } | {
            /** @constant */
            kind: "reserve";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description The line. */
            line: components["schemas"]["LineId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
        } | {
            /** @constant */
            kind: "release";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
        } | {
            /** @constant */
            kind: "commit";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
        } | {
            /** @constant */
            kind: "cancel";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
        } | {
            /** @constant */
            kind: "disburse";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description The tranche or claim. */
            tranche: components["schemas"]["TrancheId"];
        } | {
            /** @constant */
            kind: "reduce";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description The investment that the audit found. */
            audited_investment: components["schemas"]["Fen"];
        } | {
            /** @constant */
            kind: "demand";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "receive";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
            /** @description The bank's reference. */
            reference: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "write_off";
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
            /** @description Why. */
            reason: components["schemas"]["Prose"];
        };
        /** @description By what a list is ordered; equals by id. What is unknown comes last. */
        Order: "id" | "due" | "entered" | "title" | "investment";
        /** @description A page of a list. */
        Rows7: {
            /** @description Its rows. */
            rows: components["schemas"]["ApplicationRow"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description What a list shows of an application. */
        ApplicationRow: {
            /** @description Its id. */
            id: components["schemas"]["ApplicationId"];
            /**
             * Format: uint64
             * @description Counts the events about it.
             */
            version: number;
            /** @description To which programme. */
            programme: components["schemas"]["ProgrammeId"];
            /** @description Where. */
            district: components["schemas"]["DistrictId"];
            /** @description What kind of project. */
            project_kind: components["schemas"]["ProjectKind"];
            /** @description How it is to be supported. */
            mode: components["schemas"]["Mode"];
            /** @description What it is called. */
            title: string;
            /** @description Who applied. */
            applicant: components["schemas"]["OrgCode"];
            /** @description Who is to get the money. */
            beneficiary: components["schemas"]["OrgCode"];
            /** @description The stage that it is in. */
            stage: components["schemas"]["StageId"];
            /** @description Whether that is an end. */
            ended: boolean;
            /** @description When it came there. */
            entered: components["schemas"]["Day"];
            /** @description By when the stage is due, if it has a deadline that is known. */
            due?: components["schemas"]["Day"] | null;
            /** @description When its clock was stopped, if it is. */
            suspended?: components["schemas"]["Day"] | null;
            /** @description Whether it may be for the same works as another one. */
            suspected: boolean;
            /** @description The planned investment. */
            investment: components["schemas"]["Fen"];
            /** @description What it is entitled to. */
            award?: components["schemas"]["Fen"] | null;
            /** @description What is kept for it. */
            reserved: components["schemas"]["Fen"];
            /** @description What was paid, less what was demanded back. */
            paid: components["schemas"]["Fen"];
        };
        /** @description An application with all that has come of it. */
        Whole: {
            /** @description What lists show of it. */
            row: components["schemas"]["ApplicationRow"];
            /** @description The name of its stage. */
            stage_name: components["schemas"]["Text"];
            /** @description Who answers the stage; none after the end. */
            answers?: components["schemas"]["Role"] | null;
            /** @description What is open before the stage can pass. */
            open: components["schemas"]["Text"][];
            /** @description Its spaces. */
            parts: components["schemas"]["Part"][];
            /** @description Kinds of works on them. */
            works: components["schemas"]["WorkKind"][];
            /** @description When the works begin. */
            works_from: components["schemas"]["Day"];
            /** @description The parts of departments: whether each agrees, once it has answered. */
            opinions: {
                [key: string]: components["schemas"]["OpinionWire"];
            };
            /** @description The public notice of the stage. */
            notice?: components["schemas"]["NoticeWire"] | null;
            /** @description Evidence by kind, oldest first. */
            evidence: {
                [key: string]: components["schemas"]["Digest"][];
            };
            /** @description Facts that the programme keeps. */
            facts: components["schemas"]["Fact"][];
            /** @description Milestones reported; true where accepted. */
            milestones: {
                [key: string]: boolean;
            };
            /** @description Totals of points by sheet and expert. */
            scores: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** @description Who was appointed as what. */
            appointed: components["schemas"]["AppointedWire"][];
            /** @description Applications that may be for the same works; true where cleared. */
            suspicions: {
                [key: string]: boolean;
            };
            /** @description The last decision under the rules. */
            decision?: components["schemas"]["DecisionSummary"] | null;
            /** @description SHA-256 of the last letter, and whether it is a preview only. */
            letter?: components["schemas"]["LetterWire"] | null;
            /** @description The budget line that pays. */
            line?: components["schemas"]["LineId"] | null;
            /** @description Where its money is. */
            funds: components["schemas"]["FundsWire"];
            /** @description Tranches and claims: proposed, pending or paid. */
            tranches: {
                [key: string]: components["schemas"]["TrancheWire"];
            };
            /** @description Interest claims, oldest first. */
            claims: components["schemas"]["ClaimWire"][];
            /** @description Money steps that wait. */
            open_steps: components["schemas"]["StepId"][];
            /** @description Who asks to take over. */
            entity_request?: components["schemas"]["OrgCode"] | null;
            /** @description An appeal that waits for its ruling, with its deadline. */
            appeal?: components["schemas"]["AppealWire"] | null;
            /** @description Where it goes on after a correction. */
            then_back_to?: components["schemas"]["StageId"] | null;
            /** @description When its clock was stopped. */
            suspended?: components["schemas"]["Day"] | null;
            /** @description What the reader may do to it now; the rules may still refuse it as things stand. */
            may: components["schemas"]["MayWire"][];
        };
        /** @description A department's part. */
        OpinionWire: {
            /** @description By when it is due. */
            due?: components["schemas"]["Day"] | null;
            /** @description Whether it agrees, once it has answered. */
            agrees?: boolean | null;
        };
        /** @description A public notice. */
        NoticeWire: {
            /** @description SHA-256 of its text. */
            notice: components["schemas"]["Digest"];
            /** @description Its last day. */
            until: components["schemas"]["Day"];
            /** @description Objections; whether each was upheld, once answered. */
            objections: {
                [key: string]: boolean | null;
            };
        };
        /** @description An appointment. */
        AppointedWire: {
            /** @description Whom. */
            user: components["schemas"]["UserId"];
            /** @description As what. */
            role: components["schemas"]["Role"];
        };
        /** @description A letter. */
        LetterWire: {
            /** @description SHA-256 of its text. */
            letter: components["schemas"]["Digest"];
            /** @description Whether it is a preview without effect. */
            preview: boolean;
            /** @description Why it is only a preview. */
            because: components["schemas"]["PreviewReason"][];
        };
        /** @description Why a letter is only a preview. */
        PreviewReason: "not_met" | "unconfirmed" | "provisional" | "soft_mark";
        /** @description Where the money of an application is. [fen] */
        FundsWire: {
            /** @description Kept for it. */
            reserved: components["schemas"]["Fen"];
            /** @description Awarded and not yet paid. */
            committed: components["schemas"]["Fen"];
            /** @description Of which the bank has been told to pay. */
            pending: components["schemas"]["Fen"];
            /** @description Paid, less what was demanded back. */
            disbursed: components["schemas"]["Fen"];
            /** @description Demanded back and not yet received. */
            receivable: components["schemas"]["Fen"];
            /** @description Received back. */
            returned: components["schemas"]["Fen"];
            /** @description Given up. */
            written_off: components["schemas"]["Fen"];
        };
        /** @description How far a tranche is. */
        TrancheWire: "proposed" | "pending" | "paid";
        /** @description An interest claim. */
        ClaimWire: {
            /** @description Its id, also that of its tranche. */
            id: components["schemas"]["TrancheId"];
            /** @description The first day. */
            from: components["schemas"]["Day"];
            /** @description The day after the last. */
            until: components["schemas"]["Day"];
            /** @description Interest of these days. */
            interest: components["schemas"]["Fen"];
            /** @description What earlier claims had too little or, negative, too much. */
            adjustment: components["schemas"]["Fen"];
            /** @description What can be paid. */
            payable: components["schemas"]["Fen"];
        };
        /** @description An appeal that waits. */
        AppealWire: {
            /** @description By when it is due. */
            due?: components["schemas"]["Day"] | null;
        };
        /** @description Something that the reader may do. */
        MayWire: {
            /** @description In which role. */
            role: components["schemas"]["Role"];
            /** @description Whose, where it was delegated. */
            on_behalf_of?: components["schemas"]["UserId"] | null;
            /** @description What: actions of one kind. */
            right: components["schemas"]["Right"];
        };
        /**
         * @description What a right is for: actions of one kind.
         * @enum {string}
         */
        Right: "read" | "read_personal" | "register_organisation" | "register_user" | "grant_role" | "revoke_role" | "delegate" | "erase_person" | "declare_interest" | "record_share" | "confirm_law" | "open_programme" | "adopt_workflow" | "open_line" | "publish_sheet" | "open_application" | "submit" | "decide" | "give_opinion" | "attach_evidence" | "clear_duplicate" | "record_decision" | "issue_letter" | "publish_notice" | "raise_objection" | "answer_objection" | "withdraw" | "suspend" | "resume" | "request_entity_change" | "rule_on_entity_change" | "appeal" | "rule_on_appeal" | "appoint" | "end_appointment" | "report_milestone" | "accept_milestone" | "state_fact" | "score" | "move_loan" | "set_rate" | "claim_interest" | "propose_budget" | "approve_budget" | "propose_award" | "approve_award" | "propose_payment" | "approve_payment" | "propose_recovery" | "approve_recovery" | "settle_payment";
        /** @description Lines of the journal. */
        JournalPage: {
            /**
             * Format: uint64
             * @description The number of the first.
             */
            from: number;
            /** @description Each event in its canonical bytes. */
            lines: string[];
            /**
             * Format: uint64
             * @description How many events there are.
             */
            size: number;
        };
        /** @description A page of a list. */
        Rows8: {
            /** @description Its rows. */
            rows: components["schemas"]["TaskWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description Something that waits for the user. */
        TaskWire: {
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description What it is called. */
            title: string;
            /** @description What waits: `stage`, `appeal`, `score`, or the part of a department. */
            what: string;
            /** @description The name of the stage that it is in. */
            stage_name: components["schemas"]["Text"];
            /** @description By when. */
            due?: components["schemas"]["Day"] | null;
            /** @description Whether that day is over. */
            overdue: boolean;
            /** @description What is open before the stage can pass. */
            open: components["schemas"]["Text"][];
        };
        /** @description A page of a list. */
        Rows9: {
            /** @description Its rows. */
            rows: components["schemas"]["ProgrammeWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A programme. */
        ProgrammeWire: {
            /** @description Its id. */
            programme: components["schemas"]["ProgrammeId"];
            /** @description The scheme whose law decides. */
            scheme: string;
            /** @description Its workflow. */
            workflow: components["schemas"]["WorkflowId"];
            /** @description Its districts. */
            districts: components["schemas"]["DistrictId"][];
            /** @description Its kinds of projects. */
            project_kinds: components["schemas"]["ProjectKind"][];
            /** @description Its budget lines. */
            lines: components["schemas"]["LineWire"][];
        };
        /** @description A budget line. */
        LineWire: {
            /** @description Its id. */
            line: components["schemas"]["LineId"];
            /**
             * Format: int16
             * @description The budget year.
             */
            year: number;
            /** @description The district. */
            district: components["schemas"]["DistrictId"];
            /** @description The kind of project. */
            project_kind: components["schemas"]["ProjectKind"];
        };
        /** @description A page of a list. */
        Rows10: {
            /** @description Its rows. */
            rows: components["schemas"]["BoardWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description One row of a budget board. [fen] */
        BoardWire: {
            /** @description The programme. */
            programme: components["schemas"]["ProgrammeId"];
            /**
             * Format: int16
             * @description The budget year.
             */
            year: number;
            /** @description The district. */
            district: components["schemas"]["DistrictId"];
            /** @description The kind of project. */
            project_kind: components["schemas"]["ProjectKind"];
            /** @description Given to the lines. */
            appropriated: components["schemas"]["Fen"];
            /** @description Free. */
            available: components["schemas"]["Fen"];
            /** @description Kept for applications. */
            reserved: components["schemas"]["Fen"];
            /** @description Awarded and not yet paid. */
            committed: components["schemas"]["Fen"];
            /** @description Of which the bank has been told to pay. */
            pending: components["schemas"]["Fen"];
            /** @description Paid, less what was demanded back. */
            disbursed: components["schemas"]["Fen"];
            /** @description Demanded back and not yet received. */
            receivable: components["schemas"]["Fen"];
            /** @description Received back. */
            returned: components["schemas"]["Fen"];
            /** @description Given up. */
            written_off: components["schemas"]["Fen"];
        };
        /** @description A page of a list. */
        Rows11: {
            /** @description Its rows. */
            rows: components["schemas"]["StepWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A money step. */
        StepWire: {
            /** @description Its id. */
            step: components["schemas"]["StepId"];
            /** @description What it does. */
            money: components["schemas"]["Money"];
            /** @description How much. */
            amount: components["schemas"]["Fen"];
            /** @description `proposed`, `approved`, `refused`, `posted` or `voided`. */
            state: string;
            /** @description Who proposed it. */
            proposed_by: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description When. [ms since 1970]
             */
            proposed_at: number;
            /** @description Who approved or refused it. */
            answered_by?: components["schemas"]["UserId"] | null;
            /**
             * Format: int64
             * @description When. [ms since 1970]
             */
            answered_at?: number | null;
            /** @description Whether the reader may approve or refuse it: another pair of eyes. */
            may_answer: boolean;
            /** @description Whether the reader may say that the bank has paid, or has not. */
            may_settle: boolean;
        };
        /** @description By what spaces are counted. */
        CountedBy: "district" | "street" | "kind" | "project_kind";
        /** @description A page of a list. */
        Rows12: {
            /** @description Its rows. */
            rows: components["schemas"]["SpaceRow"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description What a list shows of a space. */
        SpaceRow: {
            /** @description Its id. */
            id: string;
            /** @description What it is called. */
            name?: string | null;
            /** @description Its address. */
            address?: string | null;
            /** @description Its district, as the list of the district writes it. */
            district?: string | null;
            /** @description Its street or township. */
            street?: string | null;
            /** @description Its kind of building. */
            kind?: string | null;
            /** @description Its kind of project. */
            project_kind?: string | null;
            /** @description Who owns it. */
            owner?: string | null;
            /** @description Who runs it. */
            operator?: string | null;
            /**
             * Format: double
             * @description Its gross floor area.
             */
            gross_floor_area_m2?: number | null;
            /**
             * Format: int16
             * @description When it was built.
             */
            year_built?: number | null;
            /**
             * Format: double
             * @description Longitude of its centre, CGCS2000.
             */
            lon_deg?: number | null;
            /**
             * Format: double
             * @description Latitude of its centre, CGCS2000.
             */
            lat_deg?: number | null;
        };
        /** @description A page of a list. */
        Rows13: {
            /** @description Its rows. */
            rows: components["schemas"]["SpaceCount"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description How many spaces of one group there are. */
        SpaceCount: {
            /** @description The district, street or kind; absent where the ledger does not say. */
            key?: string | null;
            /** @description The district of a street. */
            district?: string | null;
            /**
             * Format: uint64
             * @description Spaces.
             */
            spaces: number;
            /**
             * Format: double
             * @description Their gross floor area, of those whose area is known.
             */
            gross_floor_area_m2: number;
            /**
             * Format: uint64
             * @description Spaces whose area is not known; they are in no sum.
             */
            area_unknown: number;
            /**
             * Format: uint64
             * @description Spaces whose place is not known; no map shows them.
             */
            place_unknown: number;
        };
        /** @description Places of spaces, as little as a map needs of each. */
        Map: {
            /** @description The kinds of building that occur. */
            kinds: string[];
            /**
             * @description Of each space its id, longitude, latitude, the place of its kind among `kinds` (−1 where it
             *     is not known) and its gross floor area (0 where it is not known).
             */
            spaces: (string | number)[][];
        };
        /** @description A space with all that is known of it. */
        SpaceWhole: {
            /** @description Its id. */
            id: components["schemas"]["SpaceId"];
            /** @description Its facts, in the order of the fields. */
            facts: components["schemas"]["KnownFact"][];
            /** @description Its outline or point as a GeoJSON feature, CGCS2000. */
            place: unknown;
            /** @description What the links of the chain found: `screening`, `appraisal`, `decision`. */
            found: {
                [key: string]: unknown;
            };
        };
        /** @description A fact as the ledger knows it. */
        KnownFact: {
            /** @description The key of its field. */
            field: string;
            /** @description Its name. */
            label: components["schemas"]["Text"];
            /** @description The value. */
            value: unknown;
            /** @description The unit of quantities and money. */
            unit?: string | null;
            /** @description File, row and year, and how far it can be trusted. */
            source: components["schemas"]["Source"];
        };
        /** @description A page of a list. */
        Rows14: {
            /** @description Its rows. */
            rows: components["schemas"]["Hit"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description Something that was found. */
        Hit: components["schemas"]["ApplicationRow"] | components["schemas"]["SpaceRow"];
        /** @description A page of a list. */
        Rows15: {
            /** @description Its rows. */
            rows: components["schemas"]["FieldKnown"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A field that columns can be read as. */
        FieldKnown: {
            /** @description Its key. */
            key: string;
            /** @description Its name. */
            label: components["schemas"]["Text"];
            /** @description `text`, `choice`, `bool`, `year`, `date`, `number` or `money`. */
            holds: string;
            /** @description The unit of quantities and money. */
            unit?: string | null;
            /** @description The keys of a choice. */
            choices: string[];
        };
        /** @description A list that was kept for an import. */
        KeptList: {
            /** @description Its hash, by which imports name it. */
            sha256: components["schemas"]["Digest"];
            /**
             * Format: uint64
             * @description Its length.
             */
            bytes: number;
            /** @description What it looks like: headings, first rows, and how ready mappings read it. */
            preview: components["schemas"]["ListPreview"];
        };
        /** @description A list as it looks, and how the ready mappings read it. */
        ListPreview: {
            /** @description The headings as they stand there. */
            headings: string[];
            /** @description The first rows. */
            rows: string[][];
            /**
             * Format: uint64
             * @description Rows that hold anything, headings apart.
             */
            rows_read: number;
            /** @description The encoding or sheet that was read. */
            encoding: string;
            /** @description The ready mappings, the one that reads most columns first. */
            mappings: components["schemas"]["MappingReads"][];
            /** @description Why it is no table: file, row, column, value, expected, remedy. */
            remarks: unknown[];
        };
        /** @description How a ready mapping reads a list. */
        MappingReads: {
            /** @description Its name. */
            name: string;
            /** @description What it reads, for people. */
            title: components["schemas"]["Text"];
            /** @description Keys of fields, `id`, `period` or `position`, by heading. */
            columns: {
                [key: string]: string;
            };
            /** @description Whether every column that must be there is. */
            complete: boolean;
        };
        /** @description A job as it stands. */
        JobWire: {
            /** @description Its id. */
            id: components["schemas"]["CommandId"];
            /** @description Who asked. */
            by: components["schemas"]["UserId"];
            /**
             * Format: int64
             * @description When. [ms since 1970]
             */
            at: number;
            /** @description What is to be done. */
            work: components["schemas"]["Work"];
            /** @description How far it is. */
            state: components["schemas"]["JobState"];
            /** @description The step that it is at. */
            step?: components["schemas"]["Text"] | null;
            /**
             * Format: uint64
             * @description Pieces of the step that are done.
             */
            done: number;
            /**
             * Format: uint64
             * @description Pieces of the step; 0 where that is not known.
             */
            total: number;
            /**
             * Format: int64
             * @description When it ended. [ms since 1970]
             */
            ended?: number | null;
            /** @description The gist, or why it failed. */
            told?: components["schemas"]["Text"] | null;
            /** @description Remarks on an input that could not be used: file, row, column, value, expected, remedy. */
            remarks: unknown[];
            /** @description Files that it wrote. */
            files: string[];
        };
        /** @description What is to be done. Days are said, so that a job gives the same whenever it runs. */
        Work: {
            /** @constant */
            kind: "import";
            /** @description The list, as it was kept. */
            list: components["schemas"]["Digest"];
            /** @description Its name for people. */
            name: string;
            /** @description How it is read. */
            mapping: components["schemas"]["MappingAsked"];
        } | {
            /** @constant */
            kind: "screen";
            /** @description The day on which ages and leases are counted. */
            on: components["schemas"]["Day"];
        } | {
            /** @constant */
            kind: "appraise";
            /** @description Every combination of measures in place of the ready packages. */
            search: boolean;
            /** @description The odds of loss of each package too. */
            odds: boolean;
            /** @description Rules whose thresholds the cheapest packages are to reach. */
            law?: components["schemas"]["LawAsked"] | null;
        } | {
            /** @constant */
            kind: "appraise_space";
            /** @description The space. */
            space: components["schemas"]["SpaceId"];
            /** @description The rules. */
            law: components["schemas"]["LawAsked"];
            /** @description What the owner adds, the text of a YAML file. */
            terms?: string | null;
        } | {
            /** @constant */
            kind: "precheck";
            /** @description Facts by the keys of fields, in canonical units. */
            facts: {
                [key: string]: string;
            };
            /** @description The rules. */
            law: components["schemas"]["LawAsked"];
            /** @description What the owner adds, the text of a YAML file. */
            terms?: string | null;
        } | {
            /** @constant */
            kind: "decide";
            /** @description The rules. */
            law: components["schemas"]["LawAsked"];
        } | {
            /** @constant */
            kind: "choose";
            /** @description Public money of the year. */
            budget: components["schemas"]["Fen"];
            /** @description Ceilings of single districts. */
            ceilings: {
                [key: string]: components["schemas"]["Fen"];
            };
            /** @description What is made the greatest. */
            aim: components["schemas"]["AimAsked"];
        } | {
            /** @constant */
            kind: "plan";
            /** @description The text of a programme file, `docs/choice.md`. */
            programme: string;
        } | {
            /** @constant */
            kind: "reform";
            /** @description The rules as they are. */
            law: components["schemas"]["LawAsked"];
            /** @description What would change, the text of a reform file, `docs/population.md`. */
            reform: string;
            /**
             * @description Parameters to try over a range, one or two: `NAME=FIRST..LAST/STEP`.
             * @default []
             */
            sweep?: string[];
            /**
             * @description Fields of the ledger that sums are split by; none for district, street and kind.
             * @default []
             */
            by?: string[];
        } | {
            /** @constant */
            kind: "potential";
            /** @description The area. */
            area: components["schemas"]["Area"];
            /** @description The day from which ages and leases count. */
            on: components["schemas"]["Day"];
        };
        /** @description How a list is read. */
        MappingAsked: {
            ready: {
                /** @description Its name. */
                name: string;
                /**
                 * @description Headings by the key of the field that they are read as, in place of the mapping's own;
                 *     `id` stands for the identifier. Quantities are in the field's own unit.
                 * @default {}
                 */
                columns?: {
                    [key: string]: string;
                };
            };
        } | {
            text: string;
        };
        /** @description A scheme on a day. */
        LawAsked: {
            /** @description The scheme's identifier. */
            scheme: string;
            /** @description The day; it picks the version. */
            on: components["schemas"]["Day"];
        };
        /** @description What the choice makes the greatest. */
        AimAsked: "co2e" | "floor_area";
        /** @description Which spaces. */
        Area: "everything" | {
            district: string;
        } | {
            street: string;
        } | {
            drawn: string;
        };
        /** @description How far a job is. */
        JobState: "waiting" | "running" | "done" | "failed" | "cancelled";
        /** @description A page of a list. */
        Rows16: {
            /** @description Its rows. */
            rows: components["schemas"]["JobWire"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A page of a list. */
        Rows17: {
            /** @description Its rows. */
            rows: components["schemas"]["Finding"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description What a person found of two spaces. */
        Finding: {
            /** @description The space that is part of the other, or the other of two different ones. */
            gone: components["schemas"]["SpaceId"];
            /** @description The space that is kept. */
            kept: components["schemas"]["SpaceId"];
            /** @description What was found. */
            act: components["schemas"]["MergeAct"];
            /** @description Who found it. */
            by: string;
            /**
             * Format: int64
             * @description When. [ms since 1970]
             */
            at: number;
        };
        /** @description What can be found of two spaces. */
        MergeAct: "merged" | "undone" | "different";
        /** @description What is found of two spaces. */
        Found: {
            /** @description The space that is part of the other, or the other of two different ones. */
            gone: components["schemas"]["SpaceId"];
            /** @description The space that is kept. */
            kept: components["schemas"]["SpaceId"];
            /** @description What is found. */
            act: components["schemas"]["MergeAct"];
        };
        /** @description A letter that was written and kept. */
        LetterMade: {
            /** @description The binding text, in Chinese; its hash goes into the event that issues it. */
            letter: components["schemas"]["Kept"];
            /** @description The reading copy, in English. */
            reading_copy: components["schemas"]["Kept"];
            /** @description Whether it is a preview without effect, and says so on every page. */
            preview: boolean;
        };
        /** @description A document that was kept. */
        Kept: {
            /** @description SHA-256 of its bytes, its name from here on. */
            sha256: components["schemas"]["Digest"];
            /**
             * Format: uint64
             * @description Its size.
             */
            bytes: number;
            /** @description What it is, by its first bytes. */
            media_type: string;
        };
        /** @description Which letter is to be written. */
        LetterBody: {
            /** @description Its matter. */
            matter: components["schemas"]["Matter"];
            /**
             * @description 发文字号, as the registry gives it.
             * @default null
             */
            number?: components["schemas"]["Prose"] | null;
            /** @description The law that it names, such as the plan with its number. */
            law: components["schemas"]["Prose"];
            /** @description Whom to ask. */
            contact: components["schemas"]["Prose"];
            /**
             * @description Where money is paid back.
             * @default null
             */
            pay_to?: components["schemas"]["Prose"] | null;
        };
        /** @description What a letter tells. */
        Matter: {
            /** @constant */
            kind: "award";
        } | {
            /** @constant */
            kind: "refusal";
            /** @description On which grounds. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "correction";
            /** @description On which grounds. */
            grounds: components["schemas"]["Prose"];
        } | {
            /** @constant */
            kind: "notice";
        } | {
            /** @constant */
            kind: "payment";
            /** @description The money step. */
            step: components["schemas"]["StepId"];
        } | {
            /** @constant */
            kind: "reduction";
            /** @description The money step. */
            step: components["schemas"]["StepId"];
        } | {
            /** @constant */
            kind: "demand";
            /** @description The money step. */
            step: components["schemas"]["StepId"];
            /**
             * @description The last day to pay.
             * @default null
             */
            until?: components["schemas"]["Day"] | null;
        } | {
            /** @constant */
            kind: "evaluation";
            /** @description Its conclusion. */
            conclusion: components["schemas"]["Prose"];
        };
        /** @description A signed checkpoint. */
        CheckpointWire: {
            /** @description The note, as C2SP tlog-checkpoint writes it. */
            note: string;
            /** @description The key that checks it. */
            key: string;
        };
        /** @description A proof by RFC 6962. */
        Proof: {
            /** @description Its hashes, from the leaf to the root. */
            hashes: components["schemas"]["Digest"][];
        };
        /** @description A page of a list. */
        Rows18: {
            /** @description Its rows. */
            rows: components["schemas"]["PublicNotice"][];
            /** @description The `after` of the next page; none after the last. */
            next?: string | null;
        };
        /** @description A public notice for everyone to read. */
        PublicNotice: {
            /** @description The application. */
            application: components["schemas"]["ApplicationId"];
            /** @description What it is called. */
            title: string;
            /** @description The district. */
            district: components["schemas"]["DistrictId"];
            /** @description Who applied: its registered name. */
            applicant: string;
            /** @description The amount that is decided on, if there is one yet. */
            amount?: components["schemas"]["Fen"] | null;
            /** @description The last day. */
            until: components["schemas"]["Day"];
            /** @description SHA-256 of the notice. */
            notice: components["schemas"]["Digest"];
        };
        /** @description How the server is. */
        Health: {
            /** @description `ok`. */
            status: string;
            /** @description The version of the software. */
            version: string;
            /**
             * Format: uint64
             * @description How many events the journal has.
             */
            events: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opened"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows2"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_users: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the request, made by the client and kept across retries: it is done once */
                "Idempotency-Key": components["schemas"]["CommandId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAccount"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_users_user_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstPassword"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_users_user_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_persons_person: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the request, made by the client and kept across retries: it is done once */
                "Idempotency-Key": components["schemas"]["CommandId"];
            };
            path: {
                person: components["schemas"]["PersonId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session_ways: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ways"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_oidc_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_oidc_callback: {
        parameters: {
            query?: {
                /** @description The login that this ends. */
                state?: string;
                /** @description What the desk asks the provider with who it is; absent where the provider refuses. */
                code?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_users_user_subject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Subject"];
            };
        };
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_users_user_subject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user: components["schemas"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_organisations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schemes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows3"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schemes_facts: {
        parameters: {
            query: {
                /** @description The scheme. */
                scheme: string;
                /** @description The day; it picks the version. Today where it is left out. */
                on?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows4"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_schemes_law: {
        parameters: {
            query: {
                /** @description The scheme. */
                scheme: string;
                /** @description The day; it picks the version. Today where it is left out. */
                on?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LawKnown"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_schemes_decision: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Case"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_workflows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows5"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_sheets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows6"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_commands: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the request, made by the client and kept across retries: it is done once */
                "Idempotency-Key": components["schemas"]["CommandId"];
                /** @description The ETag of the version that the user saw */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandBody"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications: {
        parameters: {
            query?: {
                /** @description Of this programme. */
                programme?: components["schemas"]["ProgrammeId"];
                /** @description In this district. */
                district?: components["schemas"]["DistrictId"];
                /** @description Of this kind of project. */
                project_kind?: components["schemas"]["ProjectKind"];
                /** @description In this stage. */
                stage?: components["schemas"]["StageId"];
                /** @description Ended ones, or those that run. */
                ended?: boolean;
                /** @description In which order. */
                sort?: components["schemas"]["Order"];
                /** @description The `next` of the page before. */
                after?: string;
                /** @description Rows of the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows7"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_application: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Whole"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_application_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_application_pack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows8"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_deadlines: {
        parameters: {
            query?: {
                /** @description The last day; today where it is left out. */
                until?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows8"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_programmes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows9"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_board: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows10"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_steps: {
        parameters: {
            query?: {
                /** @description Those that wait for approval or for the bank alone. */
                open?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows11"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_spaces: {
        parameters: {
            query?: {
                /** @description Of this district, as the ledger writes it. */
                district?: string;
                /** @description Of this street or township. */
                street?: string;
                /** @description Of this kind of building. */
                kind?: string;
                /** @description Of this kind of project. */
                project_kind?: string;
                /** @description Of at least this gross floor area. */
                floor_area_min_m2?: number;
                /** @description Of at most this gross floor area. */
                floor_area_max_m2?: number;
                /** @description By what they are counted; of lists and maps nothing. */
                by?: components["schemas"]["CountedBy"];
                /** @description The `next` of the page before. */
                after?: string;
                /** @description Rows of the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows12"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_spaces_count: {
        parameters: {
            query?: {
                /** @description Of this district, as the ledger writes it. */
                district?: string;
                /** @description Of this street or township. */
                street?: string;
                /** @description Of this kind of building. */
                kind?: string;
                /** @description Of this kind of project. */
                project_kind?: string;
                /** @description Of at least this gross floor area. */
                floor_area_min_m2?: number;
                /** @description Of at most this gross floor area. */
                floor_area_max_m2?: number;
                /** @description By what they are counted; of lists and maps nothing. */
                by?: components["schemas"]["CountedBy"];
                /** @description The `next` of the page before. */
                after?: string;
                /** @description Rows of the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows13"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_spaces_map: {
        parameters: {
            query?: {
                /** @description Of this district, as the ledger writes it. */
                district?: string;
                /** @description Of this street or township. */
                street?: string;
                /** @description Of this kind of building. */
                kind?: string;
                /** @description Of this kind of project. */
                project_kind?: string;
                /** @description Of at least this gross floor area. */
                floor_area_min_m2?: number;
                /** @description Of at most this gross floor area. */
                floor_area_max_m2?: number;
                /** @description By what they are counted; of lists and maps nothing. */
                by?: components["schemas"]["CountedBy"];
                /** @description The `next` of the page before. */
                after?: string;
                /** @description Rows of the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Map"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_space: {
        parameters: {
            query: {
                /** @description Its id. */
                id: components["schemas"]["SpaceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpaceWhole"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_search: {
        parameters: {
            query: {
                /** @description Words, all of which are to be found. */
                q: string;
                /** @description The `next` of the page before. */
                after?: string;
                /** @description Rows of the page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows14"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_fields: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows15"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_lists: {
        parameters: {
            query: {
                /** @description Its name, by whose end formats are told apart. */
                name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptList"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows16"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_jobs: {
        parameters: {
            query?: never;
            header: {
                /** @description The id of the request, made by the client and kept across retries: it is done once */
                "Idempotency-Key": components["schemas"]["CommandId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Work"];
            };
        };
        responses: {
            /** @description As asked. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobWire"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_jobs_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["schemas"]["CommandId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobWire"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_jobs_job_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["schemas"]["CommandId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobWire"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_jobs_job_result: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["schemas"]["CommandId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_jobs_job_files_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["schemas"]["CommandId"];
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_jobs_job_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["schemas"]["CommandId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_merges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows17"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_merges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Found"];
            };
        };
        responses: {
            /** @description As asked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_applications_application_letters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application: components["schemas"]["ApplicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterBody"];
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterMade"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_documents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Kept"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_applications_application_documents_sha256: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                application: components["schemas"]["ApplicationId"];
                sha256: components["schemas"]["Digest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_documents_sha256: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: components["schemas"]["Digest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_journal: {
        parameters: {
            query?: {
                /** @description The number of the first. */
                from?: number;
                /** @description How many at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    post_checkpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointWire"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_proofs_inclusion: {
        parameters: {
            query: {
                /** @description The number of the event. */
                index: number;
                /** @description Of the journal with so many events. */
                size: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_proofs_consistency: {
        parameters: {
            query: {
                /** @description The older one has so many events. */
                old: number;
                /** @description The newer one has so many. */
                new: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_notices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rows18"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_notices_sha256: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: components["schemas"]["Digest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain; version=0.0.4": unknown;
                };
            };
            /** @description Not answered as asked; the code says why. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
